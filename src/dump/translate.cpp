#include "dump/translate.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "db/connection.h"
#include "dump/mysql8_floor.h"
#include "dump/notes.h"
#include "dump/translate_program.h"
#include "dump/translate_table.h"
#include "dump/view_order.h"

namespace dbmig {
namespace {

using Kind = SchemaObject::Kind;

DumpTarget real_target(DumpTarget target, Flavour source) {
  if (target == DumpTarget::mysql8 && source == Flavour::mysql) return DumpTarget::same;
  if (target == DumpTarget::mariadb && source == Flavour::mariadb) return DumpTarget::same;
  return target;
}

/// Translates the objects of one schema in their order.
class SchemaTranslator {
 public:
  SchemaTranslator(Catalog catalog, const Dialect& source, TranslateOptions options)
      : source_(source), options_(std::move(options)) {
    constexpr unsigned kNewerThan80 = 80400;
    floor_ = options_.target == DumpTarget::mysql8 && source.flavour == Flavour::mysql &&
             source.version >= kNewerThan80;
    options_.target = real_target(options_.target, source.flavour);
    result_.catalog = std::move(catalog);
  }

  Translation run() {
    std::vector<SchemaObject> objects = std::exchange(result_.catalog.objects, {});
    Notes of_database("database " + quoted_name(result_.catalog.database), options_.missing);
    result_.catalog.collation =
        translate_collation(result_.catalog.collation, options_, of_database);
    keep(of_database);
    for (SchemaObject& object : objects)
      translate_one(std::move(object));
    return std::move(result_);
  }

 private:
  void keep(const Notes& notes) {
    result_.notes.insert(result_.notes.end(), notes.all().begin(), notes.all().end());
  }

  void translate_one(SchemaObject object) {
    Notes notes(object.shown(), options_.missing);
    const bool translated = object.kind == Kind::table      ? table(object, notes)
                            : object.kind == Kind::sequence ? sequence(notes)
                                                            : program(object, notes);
    const bool written = translated && (!floor_ || stands_on_floor(object, notes));
    keep(notes);
    if (written) {
      result_.catalog.objects.push_back(std::move(object));
    } else {
      left_out_.insert(object.name);
    }
  }

  bool table(SchemaObject& object, Notes& notes) {
    object.create =
        translate_table(object, result_.catalog.database, source_, options_, check_names_, notes);
    return true;
  }

  /// Whether MySQL 8.0 knows all of what a newer MySQL shows.
  bool stands_on_floor(const SchemaObject& object, Notes& notes) const {
    const std::vector<std::string> beyond = beyond_mysql8(object, source_);
    for (const std::string& what : beyond) {
      const std::string problem = fmt::format("MySQL 8.0 has not got {}", what);
      if (object.kind == Kind::table) {
        notes.refuse(problem + "; use another type or function");
      } else {
        notes.leave_out(problem, "left out",
                        "write it in another way, or leave it out with --lossy");
      }
    }
    return beyond.empty();
  }

  bool sequence(Notes& notes) const {
    if (options_.target != DumpTarget::mysql8) return true;
    notes.leave_out("sequences do not exist in MySQL", "left out",
                    "use an AUTO_INCREMENT column, or leave it out with --lossy");
    return false;
  }

  bool program(SchemaObject& object, Notes& notes) {
    if (object.kind == Kind::view && reads_left_out(object)) {
      notes.leave_out("it reads what is left out", "left out too", "drop it");
      return false;
    }
    object =
        translate_program(std::move(object), result_.catalog.database, source_, options_, notes);
    if (options_.target == DumpTarget::same) return true;
    // With nothing to stand for a part of it, the whole is left out.
    return std::none_of(notes.all().begin(), notes.all().end(),
                        [](const Note& note) { return note.kind == Note::Kind::loss; });
  }

  bool reads_left_out(const SchemaObject& view) const {
    const auto read = tables_read(view.create, result_.catalog.database, source_);
    return std::any_of(read.begin(), read.end(),
                       [&](const std::string& each) { return left_out_.count(each) > 0; });
  }

  Dialect source_;
  TranslateOptions options_;
  Translation result_;
  std::set<std::string> check_names_;
  std::set<std::string> left_out_;
  bool floor_ = false;  // The source is a newer MySQL than the target.
};

}  // namespace

Translation translate(Catalog catalog, const Dialect& source, const TranslateOptions& options) {
  return SchemaTranslator(std::move(catalog), source, options).run();
}

void throw_refusals(const std::vector<Note>& notes, std::string_view database, DumpTarget target) {
  std::string list;
  std::size_t count = 0;
  for (const Note& note : notes) {
    if (note.kind != Note::Kind::refusal) continue;
    list += "\n  " + note.line();
    ++count;
  }
  if (count == 0) return;
  const std::string where =
      target == DumpTarget::same ? std::string() : fmt::format(" for {}", product(target));
  throw Error(ErrorCode::data,
              fmt::format("{} cannot be dumped{}: {}{}", quoted_name(printable(database)), where,
                          counted(count, "problem"), list))
      .with_state("nothing was written")
      .with_hint("--lossy leaves out what can be left out, and lists it");
}

}  // namespace dbmig
