#include "dump/schema_object.h"

#include "base/text.h"

namespace dbmig {

std::string_view name(SchemaObject::Kind kind) {
  switch (kind) {
    case SchemaObject::Kind::sequence:
      return "sequence";
    case SchemaObject::Kind::table:
      return "table";
    case SchemaObject::Kind::function:
      return "function";
    case SchemaObject::Kind::procedure:
      return "procedure";
    case SchemaObject::Kind::package:
      return "package";
    case SchemaObject::Kind::package_body:
      return "package body";
    case SchemaObject::Kind::view:
      return "view";
    case SchemaObject::Kind::trigger:
      return "trigger";
    case SchemaObject::Kind::event:
      return "event";
  }
  return "object";
}

std::string SchemaObject::shown() const {
  return std::string(dbmig::name(kind)) + " `" + printable(replaced(name, "`", "``")) + "`";
}

bool SchemaObject::is_program() const {
  return kind != Kind::sequence && kind != Kind::table && kind != Kind::view;
}

}  // namespace dbmig
