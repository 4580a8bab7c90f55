#include <fmt/format.h>

#include "base/text.h"
#include "config/ini.h"

namespace dbmig {
namespace {

constexpr std::size_t kMaxDepth = 10;         // as configparser
constexpr std::size_t kMaxSize = 1U << 20;    // ten levels of ten references are 10^10 bytes
constexpr std::size_t kMaxReferences = 1000;  // empty values grow nothing, but take time
constexpr std::size_t kNone = std::string_view::npos;

bool is_name(std::string_view name) {
  if (name.empty() || is_digit(name.front())) return false;
  for (const char c : name) {
    if (!is_letter(c) && !is_digit(c) && c != '_') return false;
  }
  return true;
}

/// Replaces the references in one value, and in the values it refers to.
class Interpolation {
 public:
  Interpolation(const Ini& ini, const IniSection& section, const IniEntry& top,
                const std::string& here)
      : ini_(ini), section_(section), top_(top), here_(here) {}

  /// `%(name)s` and `%%`, by the rules of configparser.
  SourcedText percent() { return percent(top_, 1); }

  /// `${NAME}` and `${NAME:-default}`.
  SourcedText variables(const SourcedText& in, const Environment& environment) const {
    const std::string& text = in.str();
    SourcedText out;
    std::size_t next = 0;
    for (;;) {
      const std::size_t mark = text.find("${", next);
      if (mark == kNone) break;
      if (mark > next && text[mark - 1] == '$') {  // `$${`: the second dollar is literal
        out.append(in, next, mark - 1 - next);
        out.append(in, mark, 2);
        next = mark + 2;
        continue;
      }
      out.append(in, next, mark - next);
      const std::size_t close = text.find('}', mark);
      if (close == kNone) {
        throw error("this ${ is never closed by a }", in.source(mark))
            .with_hint("write $${ for a dollar sign and a brace");
      }
      variable(in, mark, close, environment, out);
      check_size(out, in.source(mark));
      next = close + 1;
    }
    out.append(in, next, text.size() - next);
    return out;
  }

 private:
  Error error(const std::string& message, std::size_t source) const {
    return Error(ErrorCode::config, message).at(ini_.location(source));
  }

  /// Errors in a value that another one refers to do not show it: it may be a password.
  Error error_in(const IniEntry& entry, const std::string& message, std::size_t index) const {
    if (&entry == &top_) return error(message, entry.raw.source(index));
    return Error(ErrorCode::config, message).at(ini_.location_of_key(entry));
  }

  void check_size(const SourcedText& out, std::size_t source) const {
    if (out.str().size() > kMaxSize) throw error("this value grows beyond a megabyte", source);
  }

  SourcedText percent(const IniEntry& entry, std::size_t depth) {
    const std::string& text = entry.raw.str();
    SourcedText out;
    std::size_t next = 0;
    for (;;) {
      const std::size_t mark = text.find('%', next);
      if (mark == kNone) break;
      out.append(entry.raw, next, mark - next);
      const char kind = mark + 1 < text.size() ? text[mark + 1] : '\0';
      if (kind == '%') {
        out.append(entry.raw, mark, 1);
        next = mark + 2;
        continue;
      }
      const std::size_t close = kind == '(' ? text.find(')', mark) : kNone;
      const bool complete = close != kNone && close > mark + 2 && text.compare(close, 2, ")s") == 0;
      if (!complete) {
        throw error_in(entry, "a % that is neither %% nor %(name)s", mark)
            .with_hint("write %% for a percent sign");
      }
      reference(entry, mark, close, depth, out);
      check_size(out, entry.raw.source(mark));
      next = close + 2;
    }
    out.append(entry.raw, next, text.size() - next);
    return out;
  }

  /// Adds the value of the `%(name)s` whose `%` is at `mark` and whose `)` at `close`.
  void reference(const IniEntry& entry, std::size_t mark, std::size_t close, std::size_t depth,
                 SourcedText& out) {
    const std::string name =
        lower(std::string_view(entry.raw.str()).substr(mark + 2, close - mark - 2));
    const std::size_t source = entry.raw.source(mark);
    const IniEntry* target = ini_.find(section_, name);
    if (target == nullptr && name == "here" && !here_.empty()) {
      out.append_made(here_, source);
      return;
    }
    if (target == nullptr) throw unknown(entry, name, mark);
    const bool refers_on = target->raw.str().find('%') != std::string::npos;
    if (depth == kMaxDepth && refers_on) {
      throw error_in(entry, "%(name)s refers to itself, or more than 10 levels deep", mark);
    }
    if (++references_ > kMaxReferences) throw error_in(entry, "too many references", mark);
    out.append_made(percent(*target, depth + 1).str(), source);
  }

  Error unknown(const IniEntry& entry, const std::string& name, std::size_t mark) const {
    std::vector<std::string> names = {"here"};
    for (const IniEntry& other : section_.entries)
      names.push_back(other.key);
    for (const IniEntry& other : ini_.defaults().entries)
      names.push_back(other.key);
    const std::string shown = is_name(name) ? fmt::format("%({})s", name) : "%(name)s";
    return error_in(entry,
                    fmt::format("no value for {} in [{}] or [DEFAULT]{}", shown, section_.name,
                                did_you_mean(nearest(name, names))),
                    mark);
  }

  void variable(const SourcedText& in, std::size_t mark, std::size_t close,
                const Environment& environment, SourcedText& out) const {
    const std::string_view inside = std::string_view(in.str()).substr(mark + 2, close - mark - 2);
    const std::size_t otherwise = inside.find(":-");
    const std::string_view name = inside.substr(0, otherwise);
    const std::size_t source = in.source(mark);
    if (!is_name(name)) {
      throw error("not the name of an environment variable", in.source(mark + 2))
          .with_hint("write ${NAME} or ${NAME:-default}, or $${ for a dollar sign and a brace");
    }
    const auto found = environment.find(name);
    const bool is_set = found != environment.end();
    if (is_set && (!found->second.empty() || otherwise == kNone)) {
      out.append_made(found->second, source);
    } else if (otherwise != kNone) {
      const std::size_t begin = mark + 2 + otherwise + 2;
      out.append(in, begin, close - begin);
    } else {
      throw error(fmt::format("the environment variable {} is not set", name), source)
          .with_hint(fmt::format("set it, or write ${{{}:-default}}", name));
    }
  }

  const Ini& ini_;
  const IniSection& section_;
  const IniEntry& top_;
  const std::string& here_;
  std::size_t references_ = 0;
};

}  // namespace

SourcedText Ini::value(const IniSection& section, const IniEntry& entry,
                       const Environment& environment) const {
  Interpolation interpolation(*this, section, entry, here_);
  const SourcedText full = interpolation.variables(interpolation.percent(), environment);
  std::size_t first = 0;
  while (first < full.str().size() && is_space(full.str()[first]))
    ++first;
  SourcedText trimmed;
  trimmed.append(full, first, full.str().size() - first);
  trimmed.trim_end();
  return trimmed;
}

}  // namespace dbmig
