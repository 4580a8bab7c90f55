#include "config/option_file.h"

#include <algorithm>
#include <map>
#include <vector>

#include <fmt/format.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/text.h"

namespace dbmig {
namespace {

namespace fs = std::filesystem;

constexpr int kMaxDepth = 10;               // of files that include each other
constexpr std::size_t kMaxFiles = 1000;     // and of their number
constexpr std::size_t kMaxSize = 1U << 20;  // of one file

bool may_be_read(const fs::path& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
         (status.st_mode & S_IWOTH) == 0;
}

/// `line` up to a `#` that stands outside of quotes.
std::string_view without_comment(std::string_view line) {
  char quote = '\0';
  bool escaped = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if ((c == '\'' || c == '"') && !escaped) {
      if (quote == '\0') {
        quote = c;
      } else if (quote == c) {
        quote = '\0';
      }
    }
    if (c == '#' && quote == '\0') return line.substr(0, i);
    escaped = quote != '\0' && c == '\\' && !escaped;
  }
  return line;
}

/// A value without its quotes and with its escapes replaced.
std::string unquoted(std::string_view value) {
  if (value.size() > 1 && (value.front() == '"' || value.front() == '\'') &&
      value.front() == value.back()) {
    value = value.substr(1, value.size() - 2);
  }
  constexpr std::string_view kLetters = "btnrs\\\"'";
  constexpr std::string_view kMeanings = "\b\t\n\r \\\"'";
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const std::size_t escape = value[i] == '\\' && i + 1 < value.size()
                                   ? kLetters.find(value[i + 1])
                                   : std::string_view::npos;
    if (escape == std::string_view::npos) {
      out += value[i];
    } else {
      out += kMeanings[escape];
      ++i;
    }
  }
  return out;
}

/// Collects the values of the two groups over all files.
class OptionFiles {
 public:
  void read(const fs::path& file, int depth) {
    if (depth > kMaxDepth || ++files_ > kMaxFiles || !may_be_read(file)) return;
    std::string text;
    try {
      text = read_file_head(file, kMaxSize, ErrorCode::config);
    } catch (const Error&) {
      return;  // not ours to read; the login decides whether anything is missing
    }
    Group* group = nullptr;
    for (const std::string_view raw : split(text, '\n')) {
      const std::string_view line = trim(raw);
      if (line.empty() || line.front() == '#' || line.front() == ';') continue;
      if (line.front() == '!') {
        include(line, depth);
      } else if (line.front() == '[') {
        group = find(trim(line.substr(1, std::min(line.find(']'), line.size()) - 1)));
      } else if (group != nullptr) {
        value(without_comment(line), file, *group);
      }
    }
  }

  std::optional<OptionFileValue> take(const std::string& key) {
    for (Group* group : {&dbmig_, &client_}) {
      const auto found = group->values.find(key);
      if (found != group->values.end()) return found->second;
    }
    return std::nullopt;
  }

 private:
  struct Group {
    std::string_view name;
    std::map<std::string, OptionFileValue> values;
  };

  Group* find(std::string_view name) {
    if (name == "client") return &client_;
    return name == "dbmig" ? &dbmig_ : nullptr;
  }

  void value(std::string_view line, const fs::path& file, Group& group) {
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) return;  // `password` alone asks for a prompt
    std::string key = replaced(lower(trim(line.substr(0, equals))), "_", "-");
    if (key.starts_with("loose-")) key.erase(0, 6);
    group.values[key] = {unquoted(trim(line.substr(equals + 1))),
                         fmt::format("{} [{}]", file.string(), group.name)};
  }

  void include(std::string_view line, int depth) {
    const std::size_t space = std::min(line.find_first_of(" \t"), line.size());
    const std::string_view word = line.substr(0, space);
    const fs::path path = trim(line.substr(space));
    if (path.empty()) return;
    if (word == "!include") return read(path, depth + 1);
    if (word != "!includedir") return;
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator entry(path, error), end; !error && entry != end;
         entry.increment(error)) {
      if (entry->path().extension() == ".cnf") files.push_back(entry->path());
    }
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files)
      read(file, depth + 1);
  }

  Group client_{"client", {}};
  Group dbmig_{"dbmig", {}};
  std::size_t files_ = 0;
};

}  // namespace

std::optional<fs::path> with_home(const fs::path& path, const Environment& environment) {
  const std::string& text = path.native();
  if (!text.starts_with("~/")) return path;
  const std::string* home = find(environment, "HOME");
  if (home == nullptr) return std::nullopt;
  return fs::path(*home) / text.substr(2);
}

OptionFileLogin read_option_files(std::span<const fs::path> files, const Environment& environment) {
  OptionFiles all;
  for (const fs::path& file : files) {
    if (const auto path = with_home(file, environment)) all.read(*path, 0);
  }
  return {all.take("user"), all.take("password"), all.take("host"), all.take("port"),
          all.take("socket")};
}

}  // namespace dbmig
