#include "metrics/push.h"

#include <array>
#include <cstdint>
#include <memory>

#include <curl/curl.h>
#include <dlfcn.h>
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace dbmig {
namespace {

constexpr long kConnectSeconds = 5;
constexpr long kTotalSeconds = 10;
constexpr std::size_t kLongestReply = 400;

Error failure(const std::string& why) {
  return Error(ErrorCode::unavailable, "cannot push metrics: " + why);
}

/// The functions of libcurl that a push needs.
class Curl {
 public:
  Curl() : library_(::dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL), &::dlclose) {
    if (!library_) {
      throw failure("libcurl.so.4 is not on this machine").with_hint("install Debian's libcurl4");
    }
    load(init, "curl_easy_init");
    load(cleanup, "curl_easy_cleanup");
    load(setopt, "curl_easy_setopt");
    load(perform, "curl_easy_perform");
    load(getinfo, "curl_easy_getinfo");
    load(strerror, "curl_easy_strerror");
    load(append, "curl_slist_append");
    load(free_list, "curl_slist_free_all");
  }

  decltype(&::curl_easy_init) init = nullptr;
  decltype(&::curl_easy_cleanup) cleanup = nullptr;
  decltype(&::curl_easy_setopt) setopt = nullptr;
  decltype(&::curl_easy_perform) perform = nullptr;
  decltype(&::curl_easy_getinfo) getinfo = nullptr;
  decltype(&::curl_easy_strerror) strerror = nullptr;
  decltype(&::curl_slist_append) append = nullptr;
  decltype(&::curl_slist_free_all) free_list = nullptr;

 private:
  template <typename Function>
  void load(Function& function, const char* name) {
    function = reinterpret_cast<Function>(::dlsym(library_.get(), name));
    if (function == nullptr) throw failure(fmt::format("libcurl.so.4 has no {}", name));
  }

  std::unique_ptr<void, int (*)(void*)> library_;
};

std::size_t keep_reply(const char* data, std::size_t size, std::size_t count, void* reply) {
  auto& text = *static_cast<std::string*>(reply);
  if (text.size() < kLongestReply) text.append(data, size * count);
  return size * count;
}

/// A name for a path, in the gateway's own form for those with a slash or nothing in them.
std::string segment(std::string_view label, std::string_view value) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out = fmt::format("/{}@base64/", label);
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : value) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6)
      out += kDigits[bits >> (count - 6) & 63];
  }
  if (count > 0) out += kDigits[bits << (6 - count) & 63];
  if (value.empty()) out += '=';
  return out;
}

}  // namespace

std::string push_path(const DatabaseLabels& labels) {
  return "/metrics/job/dbmig" + segment("tree", labels.tree) + segment("server", labels.server) +
         segment("database", labels.database);
}

void push_metrics(const std::string& url, const std::string& path, const std::string& text) {
  const Curl curl;
  const std::unique_ptr<CURL, void (*)(CURL*)> handle(curl.init(), curl.cleanup);
  if (!handle) throw failure("out of memory");
  const std::unique_ptr<curl_slist, void (*)(curl_slist*)> headers(
      curl.append(nullptr, "Content-Type: text/plain; version=0.0.4; charset=utf-8"),
      curl.free_list);
  std::string reply;
  std::string place = url;
  while (place.ends_with('/'))
    place.pop_back();
  place += path;
  const auto set = [&](CURLoption option, auto value) {
    const CURLcode done = curl.setopt(handle.get(), option, value);
    if (done != CURLE_OK) throw failure(curl.strerror(done));
  };
  set(CURLOPT_URL, place.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_POSTFIELDS, text.c_str());
  set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(text.size()));
  set(CURLOPT_HTTPHEADER, headers.get());
  set(CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  set(CURLOPT_TIMEOUT, kTotalSeconds);
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_WRITEFUNCTION, keep_reply);
  set(CURLOPT_WRITEDATA, static_cast<void*>(&reply));
  const CURLcode done = curl.perform(handle.get());
  if (done != CURLE_OK) throw failure(curl.strerror(done));
  long status = 0;
  curl.getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  if (status >= 200 && status < 300) return;
  const std::string_view first = split(reply, '\n').front();
  throw failure(fmt::format("the gateway answers {}{}{}", status, first.empty() ? "" : ": ",
                            printable(first.substr(0, kLongestReply))));
}

}  // namespace dbmig
