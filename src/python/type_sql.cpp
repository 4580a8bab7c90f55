// Types of columns as MySQL and MariaDB write them.
#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "python/catalogue.h"
#include "python/sql_text.h"

namespace dbmig::python {
namespace {

/// A type with its arguments: its own name without the module, and what it was made with.
class Type {
 public:
  Type(const Value& value, const Dialect& dialect) : dialect_(dialect) {
    if (!is_type_value(value)) {
      throw Error(ErrorCode::data,
                  fmt::format("a type of a column is expected, not {}", type_name(value)));
    }
    full_name_ = value.object->text;
    name_ = std::string_view(full_name_).substr(full_name_.rfind('.') + 1);
    object_ = value.is(Value::Kind::construct) ? value.object : nullptr;
  }

  std::string sql() const {
    if (name_ == "Enum" || name_ == "ENUM") return enumeration();
    if (const std::string text = string(); !text.empty()) return text;
    if (const std::string number = number_type(); !number.empty()) return number;
    return other();
  }

  std::string_view name() const { return name_; }

 private:
  const Value* find(std::string_view name) const {
    return object_ == nullptr ? nullptr : object_->find(name);
  }
  std::string number(std::string_view name) const {
    const Value* const value = find(name);
    if (value == nullptr) return {};
    if (!value->is(Value::Kind::integer) || value->number < 0) {
      throw Error(ErrorCode::data, fmt::format("`{}` of a type must be a number", name));
    }
    return std::to_string(value->number);
  }
  bool flag(std::string_view name) const {
    const Value* const value = find(name);
    return value != nullptr && truth(*value);
  }
  std::string with(std::string_view word, std::string_view argument) const {
    const std::string size = number(argument);
    const bool none = size.empty() || (size == "0" && argument != "display_width" && word != "BIT");
    return none ? std::string(word) : fmt::format("{}({})", word, size);
  }
  std::string with_length(std::string_view word) const {
    if (find("length") == nullptr || number("length") == "0") {
      throw Error(ErrorCode::data, fmt::format("{} needs a length", word));
    }
    return with(word, "length");
  }

  /// Character set and collation, behind the type.
  std::string extended(std::string text) const {
    if (const Value* const charset = find("charset")) {
      text += " CHARACTER SET " + plain_name(*charset);
    }
    if (const Value* const collation = find("collation")) {
      text += " COLLATE " + plain_name(*collation);
    }
    return text;
  }

  std::string string() const {
    if (name_ == "String" || name_ == "VARCHAR" || name_ == "Unicode") {
      return extended(with_length("VARCHAR"));
    }
    if (name_ == "CHAR") return extended(with("CHAR", "length"));
    if (name_ == "NCHAR") return with("NATIONAL CHAR", "length");
    if (name_ == "NVARCHAR") return with_length("NATIONAL VARCHAR");
    if (name_ == "Text" || name_ == "TEXT" || name_ == "UnicodeText" || name_ == "CLOB") {
      return extended(with("TEXT", "length"));
    }
    if (name_ == "TINYTEXT" || name_ == "MEDIUMTEXT" || name_ == "LONGTEXT") {
      return extended(std::string(name_));
    }
    return {};
  }

  std::string enumeration() const {
    std::string all;
    std::size_t longest = 0;
    for (const Value& value : object_ == nullptr ? std::vector<Value>() : object_->items) {
      if (!value.is(Value::Kind::text)) {
        throw Error(ErrorCode::data, "unsupported: an Enum of anything but texts");
      }
      const std::string& text = value.object->text;
      if (text.find('\\') != std::string::npos) {
        throw Error(ErrorCode::data, "unsupported: a backslash in a value of an Enum");
      }
      longest = std::max(longest, code_points(text));
      all += fmt::format("{}'{}'", all.empty() ? "" : ",", replaced(text, "'", "''"));
    }
    if (all.empty()) throw Error(ErrorCode::data, "this Enum has no values");
    const Value* const native = find("native_enum");
    if (native != nullptr && !truth(*native)) return extended(fmt::format("VARCHAR({})", longest));
    return extended(fmt::format("ENUM({})", all));
  }

  /// Two numbers in parentheses, as far as they are given.
  std::string scaled(std::string_view word) const {
    const std::string precision = number("precision");
    const std::string scale = number("scale");
    if (precision.empty()) return std::string(word);
    if (scale.empty()) return fmt::format("{}({})", word, precision);
    return fmt::format("{}({}, {})", word, precision, scale);
  }

  std::string numeric(std::string text) const {
    if (flag("unsigned")) text += " UNSIGNED";
    if (flag("zerofill")) text += " ZEROFILL";
    return text;
  }

  std::string number_type() const {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kIntegers = {
        {{"Integer", "INTEGER"},
         {"INTEGER", "INTEGER"},
         {"INT", "INTEGER"},
         {"SmallInteger", "SMALLINT"},
         {"SMALLINT", "SMALLINT"},
         {"BigInteger", "BIGINT"},
         {"BIGINT", "BIGINT"},
         {"TINYINT", "TINYINT"}}};
    for (const auto& [name, word] : kIntegers) {
      if (name == name_) return numeric(with(word, "display_width"));
    }
    if (name_ == "MEDIUMINT") return numeric(with("MEDIUMINT", "display_width"));
    if (name_ == "Numeric" || name_ == "NUMERIC") return numeric(scaled("NUMERIC"));
    if (name_ == "DECIMAL") return numeric(scaled("DECIMAL"));
    if (name_ == "Float" || name_ == "FLOAT") return numeric(scaled("FLOAT"));
    if (name_ == "REAL") return "REAL";
    if (name_ == "DOUBLE") {
      if ((find("precision") == nullptr) != (find("scale") == nullptr)) {
        throw Error(ErrorCode::data, "a DOUBLE has both a precision and a scale, or neither");
      }
      return numeric(scaled("DOUBLE"));
    }
    return {};
  }

  std::string other() const {
    if (name_ == "Boolean" || name_ == "BOOLEAN") return "BOOL";
    if (name_ == "DateTime" || name_ == "DATETIME") return with("DATETIME", "fsp");
    if (name_ == "Interval") return "DATETIME";
    if (name_ == "TIMESTAMP") return with("TIMESTAMP", "fsp");
    if (name_ == "Time" || name_ == "TIME") return with("TIME", "fsp");
    if (name_ == "Date" || name_ == "DATE") return "DATE";
    if (name_ == "LargeBinary" || name_ == "BLOB") return with("BLOB", "length");
    if (name_ == "PickleType") return "BLOB";
    if (name_ == "BINARY") return with("BINARY", "length");
    if (name_ == "VARBINARY") return with_length("VARBINARY");
    if (name_ == "YEAR") return with("YEAR", "display_width");
    if (name_ == "BIT") return with("BIT", "length");
    if (name_ == "JSON" || name_ == "TINYBLOB" || name_ == "MEDIUMBLOB" || name_ == "LONGBLOB") {
      return std::string(name_);
    }
    throw Error(ErrorCode::data, fmt::format("unsupported: the type {}", name_));
  }

  const Dialect& dialect_;
  std::string full_name_;
  std::string_view name_;
  const Object* object_ = nullptr;
};

}  // namespace

bool is_type_value(const Value& value) {
  const bool named = value.is(Value::Kind::construct) || value.is(Value::Kind::callable);
  return named && is_type(value.object->text);
}

std::string_view short_name(const Value& type) {
  const std::string_view name = type.object->text;
  return name.substr(name.rfind('.') + 1);
}

std::string type_sql(const Value& type, const Dialect& dialect) {
  return Type(type, dialect).sql();
}

Affinity affinity_of(const Value& type) {
  const Dialect any;
  const Type known(type, any);
  const std::string_view name = known.name();
  const auto one_of = [&](std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  if (one_of({"Integer", "INTEGER", "INT", "SmallInteger", "SMALLINT", "BigInteger", "BIGINT",
              "TINYINT", "MEDIUMINT"})) {
    return Affinity::integer;
  }
  if (one_of({"Numeric", "NUMERIC", "DECIMAL", "Float", "FLOAT", "REAL", "DOUBLE"})) {
    return Affinity::numeric;
  }
  if (one_of({"DateTime", "DATETIME", "TIMESTAMP"})) return Affinity::datetime;
  return one_of({"Boolean", "BOOLEAN"}) ? Affinity::boolean : Affinity::other;
}

}  // namespace dbmig::python
