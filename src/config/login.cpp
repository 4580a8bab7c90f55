#include "config/login.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/file.h"
#include "base/text.h"
#include "config/duration.h"
#include "config/option_file.h"
#include "config/redact.h"
#include "config/url.h"

namespace dbmig {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxPassword = 4096;

Error config_error(const std::string& message) { return Error(ErrorCode::config, message); }

/// A URL that was chosen, read, and where it is from.
struct ChosenUrl {
  UrlLogin login;
  std::string shown;
  std::string origin;
  bool overrides_file = false;  // it is from the command line or the environment
};

/// A URL that was read, for `dbmig config`. Without a password in it nothing is hidden: the
/// user stands on a line of its own anyway.
std::string shown_url(const UrlLogin& login, const std::string& text) {
  return login.password ? redacted_url(text) : text;
}

/// Puts one login together, part by part.
class LoginBuilder {
 public:
  LoginBuilder(SectionReader& reader, const LoginContext& context)
      : reader_(reader), context_(context), tree_(reader.section().name) {}

  Login build() {
    refuse_stray_variables();
    url_ = choose_url();
    if (!context_.request.database.empty()) {
      url_.login.database = context_.request.database;
      url_.login.display.clear();
      database_origin_ = context_.request.url_origin;
    }
    const OptionFileLogin files =
        read_option_files(context_.request.option_files, context_.request.environment);
    out_.scheme = url_.login.scheme;
    reader_.add_line("url", url_.shown, url_.origin);
    address(files);
    take("user", url_.login.user, url_.origin, files.user, out_.user);
    const bool has_password = password(files);
    out_.database = url_.login.database;
    reader_.add_line("database", out_.database, database_origin_);
    tls();
    path_setting("plugin_dir", url_.login.plugin_dir, out_.plugin_dir);
    timeout();
    Login login(out_);
    login.may_ask_for_password = !has_password;
    login.url = url_.login.display;
    return login;
  }

 private:
  const std::string* variable(std::string_view name) const {
    return find(context_.request.environment, name);
  }

  std::string known_variables() const {
    std::vector<std::string> names;
    for (const std::string& section : context_.acted_on)
      names.push_back(url_variable(section));
    return join(names, " and ");
  }

  /// A misspelt DBMIG_URL_… would silently leave the file's database in charge.
  void refuse_stray_variables() const {
    constexpr std::string_view kPrefix = "DBMIG_URL_";
    const Environment& environment = context_.request.environment;
    for (auto entry = environment.lower_bound(kPrefix);
         entry != environment.end() && entry->first.starts_with(kPrefix); ++entry) {
      if (entry->second.empty()) continue;
      std::vector<std::string> names;
      for (const std::string& section : context_.all_sections)
        names.push_back(url_variable(section));
      const auto count = std::count(names.begin(), names.end(), entry->first);
      if (count == 0) {
        throw config_error(fmt::format("{} is set, but no section is its tree{}", entry->first,
                                       did_you_mean(nearest(entry->first, names))));
      }
      if (count > 1) {
        throw config_error(fmt::format("{} could mean more than one section", entry->first))
            .with_hint("rename one of them");
      }
    }
  }

  ChosenUrl choose_url() {
    const std::string& flag = context_.request.url;
    if (!flag.empty()) {
      if (context_.acted_on.size() > 1) {
        throw Error(ErrorCode::usage,
                    fmt::format("--url is for one tree, but {} are to be worked on: {}",
                                context_.acted_on.size(), join(context_.acted_on, ", ")))
            .with_hint(fmt::format("choose one with -n, or set {}", known_variables()));
      }
      return from_outside(context_.request.url_origin, flag);
    }
    const std::string own = url_variable(tree_);
    if (const std::string* url = variable(own)) return from_outside(own, *url);
    if (const std::string* url = variable("DBMIG_URL")) return from_outside("DBMIG_URL", *url);
    if (auto url = from_file()) return *url;
    const std::string key = reader_.find_entry("sqlalchemy.url") ? "sqlalchemy.url" : "url";
    throw config_error(fmt::format("no {} in [{}]", key, tree_))
        .with_hint(fmt::format("add `url = mysql://user@host/database`, or set {}", own));
  }

  ChosenUrl from_outside(const std::string& name, const std::string& text) {
    ChosenUrl url{parse_url(text, locate_in(name, text)), "", name, true};
    url.shown = shown_url(url.login, text);
    database_origin_ = name;
    if (!url.login.database.empty()) {
      if (name == "DBMIG_URL" && context_.acted_on.size() > 1) {
        throw config_error(
            fmt::format("DBMIG_URL names the database \"{}\", but {} trees are to be "
                        "worked on: {}",
                        url.login.database, context_.acted_on.size(),
                        join(context_.acted_on, ", ")))
            .with_hint(fmt::format("leave the database out, set {}, or choose one with -n",
                                   known_variables()));
      }
      return url;
    }
    std::optional<ChosenUrl> file = from_file();
    if (!file && !context_.request.database.empty()) return url;
    if (!file) {
      throw config_error(fmt::format("{} names no database, and neither does [{}]", name, tree_));
    }
    database_origin_ = file->origin;
    url.login.database = file->login.database;
    url.login.display.clear();
    return url;
  }

  /// The section's own URL; nothing when it has none.
  std::optional<ChosenUrl> from_file() {
    std::optional<FoundValue> value = reader_.find("sqlalchemy.url");
    if (!value || value->text.empty()) value = reader_.find("url");
    if (!value || value->text.empty()) return std::nullopt;
    const UrlLocator where = [&](std::size_t offset) {
      return reader_.ini().location(value->source(offset));
    };
    ChosenUrl url{parse_url(value->str(), where), "", reader_.origin(*value)};
    url.shown = shown_url(url.login, value->str());
    if (url.login.database.empty() && context_.request.database.empty()) {
      throw reader_.error(*value, "this URL names no database", value->str().size())
          .with_hint("end it with /database");
    }
    database_origin_ = url.origin;
    return url;
  }

  /// Takes a part from the URL, else from the option files, and leaves its line.
  static void choose(const std::optional<std::string>& mine, const std::string& origin,
                     const std::optional<OptionFileValue>& theirs, SettingLine& line) {
    if (mine) {
      line.value = *mine;
      line.origin = origin;
    } else if (theirs) {
      line.value = theirs->text;
      line.origin = theirs->origin;
    }
  }

  void take(std::string_view key, const std::optional<std::string>& mine, const std::string& origin,
            const std::optional<OptionFileValue>& theirs, std::string& out) {
    SettingLine line{"", "", out, "default"};
    choose(mine, origin, theirs, line);
    out = line.value;
    reader_.add_line(key, line.value, line.origin);
  }

  /// Host, port and socket are one address: option files give all of it or, to a URL that
  /// only says `localhost`, the path of the socket.
  void address(const OptionFileLogin& files) {
    const UrlLogin& url = url_.login;
    const bool is_open = !url.host && !url.socket && !url.port;
    const bool is_local = url.host && equals_ignoring_case(*url.host, "localhost");
    const OptionFileLogin none;
    const OptionFileLogin& open = is_open ? files : none;
    out_.host = url.default_host;
    const bool by_socket = open.socket && !open.host;
    if (by_socket) out_.host.clear();
    take("host", url.host, url_.origin, open.host, out_.host);

    std::string port = std::to_string(out_.port);
    const std::optional<std::string> own =
        url.port ? std::optional(std::to_string(*url.port)) : std::nullopt;
    take("port", own, url_.origin, open.port, port);
    out_.port = port_number(port, open.port);

    const bool wants_socket = (is_open && !open.host) || is_local;
    take("socket", url.socket, url_.origin,
         wants_socket && !url.socket ? files.socket : none.socket, out_.socket);
  }

  static unsigned port_number(const std::string& text,
                              const std::optional<OptionFileValue>& origin) {
    unsigned port = 0;
    for (const char c : text) {
      port = is_digit(c) && port < 65536 ? port * 10 + static_cast<unsigned>(c - '0') : 65536;
    }
    if (port == 0 || port > 65535) {
      throw config_error(fmt::format("the port in {} is not a number from 1 to 65535",
                                     origin ? origin->origin : std::string("the URL")));
    }
    return port;
  }

  /// The sources of a password, the most specific first. True when one of them says
  /// something, be it that there is none.
  bool password(const OptionFileLogin& files) {
    const std::optional<FoundValue> file = reader_.text("password_file");
    const auto found = [&](Secret secret, const std::string& origin) {
      out_.password = std::move(secret);
      reader_.add_line("password", out_.password.empty() ? "" : "***", origin);
      return true;
    };
    const std::optional<Secret>& own = url_.login.password;
    if (own && url_.overrides_file) return found(*own, url_.origin);
    if (file) return found(from_password_file(*file), reader_.origin(*file));
    if (const std::string* path = variable("DBMIG_PASSWORD_FILE")) {
      return found(password_in(context_.request.cwd / *path, "DBMIG_PASSWORD_FILE"),
                   "DBMIG_PASSWORD_FILE");
    }
    if (const std::string* text = variable("DBMIG_PASSWORD")) {
      return found(Secret(*text), "DBMIG_PASSWORD");
    }
    if (own) return found(*own, url_.origin);
    // Another user's password would only turn a login without one into a refused one.
    const bool same_user = !files.user || files.user->text == out_.user;
    if (files.password && same_user) {
      return found(Secret(files.password->text), files.password->origin);
    }
    reader_.add_line("password", "", "default");
    return false;
  }

  Secret from_password_file(const FoundValue& value) const {
    try {
      return password_in(resolved(value.str()), "password_file");
    } catch (const Error& error) {
      throw Error(error).at(reader_.ini().location(value.source(0)));
    }
  }

  static Secret password_in(const fs::path& path, std::string_view name) {
    std::string text;
    try {
      text = read_file_head(path, kMaxPassword + 1, ErrorCode::config);
    } catch (const Error& error) {
      throw config_error(fmt::format("{}: {}", name, error.what()));
    }
    if (text.size() > kMaxPassword) {
      throw config_error(fmt::format("{}: {} is too long for a password", name, path.string()));
    }
    if (text.ends_with('\n')) text.pop_back();
    if (text.ends_with('\r')) text.pop_back();
    if (text.empty()) throw config_error(fmt::format("{}: {} is empty", name, path.string()));
    if (text.find('\0') != std::string::npos) {
      throw config_error(fmt::format("{}: a NUL byte in {}", name, path.string()));
    }
    return Secret(std::move(text));
  }

  fs::path resolved(const std::string& path) const {
    const auto full = with_home(path, context_.request.environment);
    return (context_.folder / full.value_or(path)).lexically_normal();
  }

  /// A path that the URL may name, relative to where dbmig runs, or a key, relative to
  /// the ini.
  void path_setting(std::string_view key, const std::optional<std::string>& mine,
                    std::string& out) {
    if (mine) {
      out = *mine;
      reader_.add_line(key, out, url_.origin);
    } else if (const auto value = reader_.find(key); value && !value->text.empty()) {
      out = resolved(value->str()).string();
      reader_.add_line(key, out, reader_.origin(*value));
    } else {
      reader_.add_line(key, "", "default");
    }
  }

  void tls() {
    std::string origin = "default";
    std::optional<FoundValue> value = reader_.find("ssl_mode");
    if (value && value->text.empty()) value.reset();
    if (url_.login.ssl_mode) {
      out_.ssl_mode = *url_.login.ssl_mode;
      origin = url_.origin;
    } else if (value) {
      const auto mode = find_ssl_mode(value->str());
      if (!mode) {
        throw reader_
            .error(*value,
                   fmt::format("ssl_mode is not a TLS mode{}", did_you_mean_ssl_mode(value->str())))
            .with_hint("one of disabled, preferred, required, verify_ca, verify_identity");
      }
      out_.ssl_mode = *mode;
      origin = reader_.origin(*value);
    }
    reader_.add_line("ssl_mode", std::string(name(out_.ssl_mode)), origin);
    certificate_authority();
    path_setting("ssl_cert", url_.login.ssl_cert, out_.ssl_cert);
    path_setting("ssl_key", url_.login.ssl_key, out_.ssl_key);
  }

  /// The client library verifies against a file only: without one of the user's own, that
  /// is the system's bundle.
  void certificate_authority() {
    const bool verifies =
        out_.ssl_mode == SslMode::verify_ca || out_.ssl_mode == SslMode::verify_identity;
    const std::optional<FoundValue> value = reader_.find("ssl_ca");
    const bool is_named = url_.login.ssl_ca || (value && !value->text.empty());
    if (!verifies || is_named) return path_setting("ssl_ca", url_.login.ssl_ca, out_.ssl_ca);
    std::vector<fs::path> bundles = context_.request.ca_bundles;
    if (const std::string* own = variable("SSL_CERT_FILE")) bundles.insert(bundles.begin(), *own);
    std::error_code ignored;
    const auto bundle = std::find_if(bundles.begin(), bundles.end(), [&](const fs::path& path) {
      return fs::exists(path, ignored);
    });
    if (bundle == bundles.end()) {
      throw config_error(fmt::format("ssl_mode {} needs ssl_ca: this system has no CA bundle",
                                     name(out_.ssl_mode)))
          .with_hint("name the CA of the server in ssl_ca, or install ca-certificates");
    }
    out_.ssl_ca = bundle->string();
    reader_.add_line("ssl_ca", out_.ssl_ca, "system");
  }

  void timeout() {
    const std::chrono::seconds seconds = whole_seconds(reader_.duration("connect_timeout"));
    out_.connect_timeout = seconds;
    if (!url_.login.connect_timeout) return;
    out_.connect_timeout = *url_.login.connect_timeout;
    reader_.replace_last_line(duration_text(out_.connect_timeout), url_.origin);
  }

  SectionReader& reader_;
  const LoginContext& context_;
  std::string tree_;
  ChosenUrl url_;
  std::string database_origin_;
  ConnectOptions out_;
};

}  // namespace

std::string url_variable(std::string_view tree) {
  std::string name = "DBMIG_URL_" + upper(tree);
  for (char& c : name) {
    if (!is_letter(c) && !is_digit(c)) c = '_';
  }
  return name;
}

Login read_login(SectionReader& reader, const LoginContext& context) {
  const std::size_t lines = reader.line_count();
  try {
    return LoginBuilder(reader, context).build();
  } catch (const Error& error) {
    reader.drop_lines(lines);
    const IniEntry* entry = reader.find_entry("sqlalchemy.url");
    if (entry == nullptr) entry = reader.find_entry("url");
    const std::string raw = entry == nullptr ? std::string() : entry->raw.str();
    reader.add_line("url", redacted_url(raw),
                    entry == nullptr ? "default" : reader.ini().line(entry->key_offset));
    return Login(error);
  }
}

}  // namespace dbmig
