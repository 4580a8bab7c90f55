#include "script/sql_script.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "script/directives.h"
#include "script/header.h"
#include "sql/lexer.h"
#include "sql/splitter.h"

namespace dbmig {
namespace {

/// One section of a native file.
class SqlSection : public Script {
 public:
  explicit SqlSection(std::vector<ScriptStatement> statements)
      : statements_(std::move(statements)) {}

  std::optional<std::size_t> size() const override { return statements_.size(); }
  const ScriptStatement* first() const override {
    return statements_.empty() ? nullptr : &statements_.front();
  }
  void run(StatementSink& sink) const override {
    for (const ScriptStatement& statement : statements_)
      sink.run(statement);
  }

 private:
  std::vector<ScriptStatement> statements_;  // Views into the SqlScript's text.
};

/// A native file. It never moves, since its statements are views into its text.
class SqlScript : public ScriptFile {
 public:
  SqlScript(std::string text, std::string file) : text_(std::move(text)), file_(std::move(file)) {}

  const std::string& text() const { return text_; }
  const std::string& file() const { return file_; }
  void set_upgrade(std::vector<ScriptStatement> statements) {
    upgrade_.emplace(std::move(statements));
  }
  void set_downgrade(std::vector<ScriptStatement> statements) {
    downgrade_.emplace(std::move(statements));
  }
  void set_no_downgrade(NoDowngrade why) { no_downgrade_ = std::move(why); }

  const Script& upgrade() const override { return *upgrade_; }
  const Script* downgrade() const override { return downgrade_ ? &*downgrade_ : nullptr; }
  const std::optional<NoDowngrade>& no_downgrade() const override { return no_downgrade_; }

 private:
  std::string text_;
  std::string file_;
  std::optional<SqlSection> upgrade_;
  std::optional<SqlSection> downgrade_;
  std::optional<NoDowngrade> no_downgrade_;
};

/// Sorts the pieces of a file into its sections.
class SectionReader {
 public:
  SectionReader(const ScriptSource& source, const Dialect& dialect, std::size_t begin)
      : source_(source), dialect_(dialect), begin_(begin), read_(begin) {}

  void read() {
    Splitter splitter(source_.text, dialect_, std::string(source_.file));
    while (const auto piece = splitter.next()) {
      const Statement& found = piece->statement;
      if (found.offset < begin_) continue;  // a word in the header that looks like a marker
      check_gap(found.offset);
      read_ = found.offset + found.text.size();
      if (piece->kind == Piece::Kind::marker) {
        take_marker(found);
      } else {
        take_statement(found, splitter.dialect());
      }
    }
    check_gap(source_.text.size());
    end_section();
    if (!upgrade_at_) {
      throw source_.error(begin_, "the file has no `-- migrate:upgrade` section")
          .with_hint("put `-- migrate:upgrade` on a line of its own above the statements");
    }
  }

  /// Moves what was read into the script.
  void finish(SqlScript& script) {
    script.set_upgrade(std::move(upgrade_));
    if (irreversible_) {
      script.set_no_downgrade(std::move(*irreversible_));
    } else if (downgrade_at_) {
      script.set_downgrade(std::move(downgrade_));
    } else {
      script.set_no_downgrade({NoDowngrade::Kind::no_section, "",
                               Location::at(source_.file, source_.text, *upgrade_at_)});
    }
  }

 private:
  enum class Section { none, upgrade, downgrade };

  void take_marker(const Statement& found) {
    const Marker marker = parse_marker(found.text, found.offset, source_);
    if (marker.name == "upgrade" || marker.name == "downgrade") {
      end_section();
      begin_section(marker);
    } else if (section_ == Section::none) {
      throw source_.error(marker.offset,
                          fmt::format("`{}` stands before `-- migrate:upgrade`", marker.name));
    } else if (marker.name == "irreversible") {
      take_irreversible(marker);
    } else {
      if (!last_directive_) last_directive_ = marker.offset;
      add_directive(marker, source_, dialect_, directives_);
    }
  }

  void begin_section(const Marker& marker) {
    if (!marker.argument.empty()) {
      throw source_
          .error(marker.argument_offset, fmt::format("text after `migrate:{}`", marker.name))
          .with_hint("the marker stands alone on its line");
    }
    const bool up = marker.name == "upgrade";
    std::optional<std::size_t>& at = up ? upgrade_at_ : downgrade_at_;
    if (at) {
      const Location first = Location::at("", source_.text, *at);
      throw source_.error(marker.offset,
                          fmt::format("a second `-- migrate:{}` section: the first is on line {}",
                                      marker.name, first.line));
    }
    if (up && downgrade_at_) {
      throw source_.error(marker.offset, "the upgrade section comes before the downgrade section");
    }
    if (!up && !upgrade_at_) {
      throw source_.error(marker.offset, "a downgrade section without an upgrade section above it");
    }
    at = marker.offset;
    section_ = up ? Section::upgrade : Section::downgrade;
  }

  void take_irreversible(const Marker& marker) {
    if (section_ != Section::downgrade) {
      throw source_.error(marker.offset, "`irreversible` belongs in the downgrade section")
          .with_hint("put `-- migrate:downgrade` on the line above it");
    }
    if (irreversible_) throw source_.error(marker.offset, "`irreversible` is given twice");
    if (marker.argument.empty()) {
      throw source_.error(marker.offset, "`irreversible` has nothing after it: a reason is missing")
          .with_hint("for example: -- migrate:irreversible: the old values are gone");
    }
    if (!downgrade_.empty()) throw not_both(marker.offset);
    irreversible_ = {NoDowngrade::Kind::irreversible, std::string(marker.argument),
                     Location::at(source_.file, source_.text, marker.offset)};
  }

  Error not_both(std::size_t offset) const {
    return source_.error(offset, "a downgrade section is irreversible or has statements, not both");
  }

  void take_statement(const Statement& found, const Dialect& dialect) {
    if (section_ == Section::none) {
      throw source_.error(found.offset, "a statement before `-- migrate:upgrade`")
          .with_hint("put `-- migrate:upgrade` on a line of its own above it");
    }
    if (irreversible_) throw not_both(found.offset);
    check_directives(directives_, found, source_, dialect);
    ScriptStatement statement;
    statement.text = found.text;
    statement.file = source_.file;
    statement.source = source_.text;
    statement.offset = found.offset;
    statement.line = found.line;
    statement.column = found.column;
    statement.directives = std::exchange(directives_, {});
    last_directive_.reset();
    (section_ == Section::upgrade ? upgrade_ : downgrade_).push_back(std::move(statement));
  }

  void end_section() const {
    if (last_directive_) {
      throw source_.error(*last_directive_, "no statement follows this directive")
          .with_hint("a directive stands on the line above its statement");
    }
  }

  /// A comment that was meant for a marker and is none would silently move statements
  /// from one section to the other.
  void check_gap(std::size_t end) const {
    const std::string_view text = source_.text;
    if (text.substr(read_, end - read_).find("igrate") == std::string_view::npos &&
        text.substr(read_, end - read_).find("IGRATE") == std::string_view::npos) {
      return;
    }
    Lexer lexer(text.substr(0, end), dialect_, read_);
    for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
      if (token.kind == TokenKind::unterminated) return;
      if (token.kind != TokenKind::line_comment) continue;
      const std::size_t skip = std::min(token.text.find_first_not_of("-# \t"), token.text.size());
      if (is_near_marker(token.text.substr(skip))) {
        throw source_.error(token.offset + skip, "this is not read as a marker")
            .with_hint("write it as `-- migrate:...`, in lower case and alone on its line");
      }
    }
  }

  static bool is_near_marker(std::string_view comment) {
    std::string word = lower(trim(comment));
    if (word == "migrate upgrade" || word == "migrate downgrade") return true;
    word = replaced(replaced(word, " ", ""), "\t", "");
    for (const std::string_view name :
         {"upgrade", "downgrade", "only-on", "skip-if", "repeat-until", "irreversible"}) {
      if (word.starts_with(fmt::format("migrate:{}", name))) return true;
    }
    return false;
  }

  const ScriptSource& source_;
  const Dialect& dialect_;
  std::size_t begin_;  // Of what follows the header.
  std::size_t read_;   // The end of the last piece.

  Section section_ = Section::none;
  std::optional<std::size_t> upgrade_at_;
  std::optional<std::size_t> downgrade_at_;
  std::vector<ScriptStatement> upgrade_;
  std::vector<ScriptStatement> downgrade_;
  std::optional<NoDowngrade> irreversible_;
  Directives directives_;                      // For the next statement,
  std::optional<std::size_t> last_directive_;  // and where the first of them stands.
};

void check_encoding(const ScriptSource& source) {
  const auto bad = find_invalid_utf8(source.text);
  if (!bad) return;
  throw source
      .error(*bad, fmt::format("byte 0x{:02X} is not valid UTF-8",
                               static_cast<unsigned char>(source.text[*bad])))
      .with_hint("save the file as UTF-8");
}

}  // namespace

std::unique_ptr<const ScriptFile> parse_sql_script(std::string text, std::string file,
                                                   const Revision& revision,
                                                   const Dialect& dialect) {
  auto script = std::make_unique<SqlScript>(std::move(text), std::move(file));
  const ScriptSource source{script->file(), script->text()};
  check_encoding(source);
  const Header header = parse_header(source.text, source.file, Extent::whole).value();
  if (header.revision != revision) {
    throw Error(ErrorCode::data,
                fmt::format("the header changed while dbmig was running: it was read as revision "
                            "{}",
                            revision.id))
        .at(header_location(source.text, source.file, HeaderKey::revision, header.revision.id))
        .with_hint("run the command again");
  }
  SectionReader reader(source, dialect, header.end);
  reader.read();
  reader.finish(*script);
  return script;
}

}  // namespace dbmig
