#include "python/catalogue.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "python/exceptions.h"

namespace dbmig::python {
namespace {

using Entry = std::pair<std::string_view, std::string_view>;

constexpr Entry kOperations[] = {
    {"add_column", "table_name column schema=0"},
    {"drop_column", "table_name column_name schema=0 **"},
    {"create_table",
     "table_name * prefixes=0 schema=0 info=~ comment= keep_existing=~ extend_existing=~ "
     "sqlite_autoincrement=~ if_not_exists=0 **"},
    {"drop_table", "table_name schema=0 **"},
    {"create_index", "index_name table_name columns schema=0 unique= if_not_exists=0 **"},
    {"drop_index", "index_name table_name? schema=0 if_exists=0 **"},
    {"alter_column",
     "table_name column_name nullable= comment= server_default= new_column_name= type_= "
     "existing_type= existing_server_default= existing_nullable= existing_comment= "
     "existing_autoincrement= autoincrement= schema=0 **"},
    {"create_unique_constraint",
     "constraint_name table_name columns schema=0 deferrable=0 initially=0 **"},
    {"create_primary_key", "constraint_name table_name columns schema=0"},
    {"create_foreign_key",
     "constraint_name source_table referent_table local_cols remote_cols onupdate= ondelete= "
     "deferrable=0 initially=0 match=0 source_schema=0 referent_schema=0 **"},
    {"create_check_constraint", "constraint_name table_name condition schema=0 **"},
    {"drop_constraint", "constraint_name table_name type_? schema=0"},
    {"rename_table", "old_table_name new_table_name schema=0"},
    {"execute", "sqltext execution_options=0"},
    {"bulk_insert", "table rows multiinsert=~"},
    {"batch_alter_table",
     "table_name schema?0 recreate? partial_reordering=0 copy_from=~ table_args=~ "
     "table_kwargs=~ reflect_args=~ reflect_kwargs=~ naming_convention=0"},
    {"get_bind", ""},
    {"get_context", ""},
    {"f", "name"},
    {"inline_literal", "value type_=0"},
};

/// The same of a batch: without the table, which is the batch's own.
constexpr Entry kBatch[] = {
    {"add_column", "column insert_before=0 insert_after=0"},
    {"drop_column", "column_name **"},
    {"create_index", "index_name columns unique= if_not_exists=0 **"},
    {"drop_index", "index_name if_exists=0 **"},
    {"alter_column",
     "column_name nullable= comment= server_default= new_column_name= type_= existing_type= "
     "existing_server_default= existing_nullable= existing_comment= existing_autoincrement= "
     "autoincrement= **"},
    {"create_unique_constraint", "constraint_name columns deferrable=0 initially=0 **"},
    {"create_primary_key", "constraint_name columns"},
    {"create_foreign_key",
     "constraint_name referent_table local_cols remote_cols onupdate= ondelete= deferrable=0 "
     "initially=0 match=0 referent_schema=0 **"},
    {"create_check_constraint", "constraint_name condition **"},
    {"drop_constraint", "constraint_name type_?"},
    {"execute", "sqltext execution_options=0"},
    {"f", "name"},
};

constexpr std::string_view kEnum =
    "* name=~ native_enum= create_constraint=0 length=0 create_type=~ metadata=~ inherit_schema=~ "
    "validate_strings=~ schema=~ charset= collation= values_callable=0";
constexpr std::string_view kText = "length? collation= convert_unicode=~ unicode_error=~";
constexpr std::string_view kMysqlText = "length? charset= collation= unicode=0 ascii=0 binary=0";
constexpr std::string_view kNumber = "precision? scale? asdecimal=~ decimal_return_scale=~";
constexpr std::string_view kMysqlNumber = "precision? scale? asdecimal?~ unsigned= zerofill=";
constexpr std::string_view kMysqlInteger = "display_width? unsigned= zerofill=";

constexpr Entry kTypes[] = {
    {"String", kText},
    {"VARCHAR", kText},
    {"Unicode", kText},
    {"CHAR", kText},
    {"NCHAR", kText},
    {"NVARCHAR", kText},
    {"Text", kText},
    {"TEXT", kText},
    {"UnicodeText", kText},
    {"CLOB", kText},
    {"Integer", ""},
    {"INTEGER", ""},
    {"INT", ""},
    {"SmallInteger", ""},
    {"SMALLINT", ""},
    {"BigInteger", ""},
    {"BIGINT", ""},
    {"Boolean", "create_constraint=0 name=~"},
    {"BOOLEAN", "create_constraint=0 name=~"},
    {"Float", "precision? asdecimal=~ decimal_return_scale=~"},
    {"FLOAT", "precision? asdecimal=~ decimal_return_scale=~"},
    {"REAL", ""},
    {"Numeric", kNumber},
    {"NUMERIC", kNumber},
    {"DECIMAL", kNumber},
    {"DateTime", "timezone?~"},
    {"DATETIME", "timezone?~"},
    {"TIMESTAMP", "timezone?~"},
    {"Date", ""},
    {"DATE", ""},
    {"Time", "timezone?~"},
    {"TIME", "timezone?~"},
    {"LargeBinary", "length?"},
    {"BLOB", "length?"},
    {"BINARY", "length?"},
    {"VARBINARY", "length?"},
    {"Enum", kEnum},
    {"JSON", "none_as_null=~"},
    {"Interval", "native=~ second_precision=0 day_precision=0"},
    {"PickleType", "protocol=~ pickler=~ comparator=~"},
};

constexpr Entry kMysqlTypes[] = {
    {"VARCHAR", kMysqlText},
    {"CHAR", kMysqlText},
    {"TEXT", kMysqlText},
    {"TINYTEXT", "charset= collation="},
    {"MEDIUMTEXT", "charset= collation="},
    {"LONGTEXT", "charset= collation="},
    {"TINYINT", kMysqlInteger},
    {"SMALLINT", kMysqlInteger},
    {"MEDIUMINT", kMysqlInteger},
    {"INTEGER", kMysqlInteger},
    {"BIGINT", kMysqlInteger},
    {"BOOLEAN", "create_constraint=0 name=~"},
    {"DECIMAL", kMysqlNumber},
    {"NUMERIC", kMysqlNumber},
    {"DOUBLE", kMysqlNumber},
    {"FLOAT", kMysqlNumber},
    {"DATETIME", "timezone?~ fsp="},
    {"TIMESTAMP", "timezone?~ fsp="},
    {"TIME", "timezone?~ fsp="},
    {"DATE", ""},
    {"YEAR", "display_width?"},
    {"BIT", "length?"},
    {"BLOB", "length?"},
    {"TINYBLOB", ""},
    {"MEDIUMBLOB", ""},
    {"LONGBLOB", ""},
    {"BINARY", "length?"},
    {"VARBINARY", "length?"},
    {"ENUM", kEnum},
    {"JSON", "none_as_null=~"},
};

constexpr Entry kSchema[] = {
    {"Column",
     "name type_? * nullable= server_default= primary_key= unique= index= autoincrement= default=! "
     "onupdate=! comment= key=0 quote=0 info=~ doc=~ system=0 server_onupdate=~ **"},
    {"Table",
     "name metadata * autoload= autoload_with= extend_existing=~ keep_existing=~ schema=0 "
     "mysql_engine=~ mysql_charset=~"},
    {"MetaData", "bind?~"},
    {"select", "*"},
    {"insert", "table"},
    {"update", "table"},
    {"delete", "table"},
    {"desc", "column"},
    {"asc", "column"},
    {"bindparam", "key value? type_?~ expanding="},
    {"inspect", "subject"},
    {"engine.reflection.Inspector", "bind"},
    {"engine.reflection.Inspector.from_engine", "bind"},
    {"engine.Inspector.from_engine", "bind"},
    {"inspection.inspect", "subject"},
    {"ForeignKey", "column name= ondelete= onupdate= use_alter=0 deferrable=0 initially=0 match=0"},
    {"ForeignKeyConstraint",
     "columns refcolumns name= ondelete= onupdate= use_alter=0 deferrable=0 initially=0 match=0"},
    {"PrimaryKeyConstraint", "* name= deferrable=0 initially=0 **"},
    {"UniqueConstraint", "* name= deferrable=0 initially=0 **"},
    {"CheckConstraint", "sqltext name= deferrable=0 initially=0"},
    {"Index", "name * unique= **"},
    {"text", "text"},
    {"quoted_name", "value quote"},
    {"true", ""},
    {"false", ""},
    {"null", ""},
    {"table", "name * schema=0"},
    {"column", "text type_?"},
    {"literal_column", "text type_?~"},
    {"and_", "*"},
    {"or_", "*"},
    {"not_", "clause"},
    {"cast", "expression type_"},
    {"case", "* value=0 else_="},
    {"Computed", "sqltext persisted="},
};

constexpr Entry kMethods[] = {
    {"Enum.create", "bind?~ checkfirst?~"},
    {"Enum.drop", "bind?~ checkfirst?~"},
    {"MetaData.reflect",
     "bind? only= views=0 extend_existing=~ autoload_replace=~ resolve_fks=~ schema=0"},
    {"Table.append_column", "column"},
    {"Table.update", "whereclause?0"},
    {"Table.insert", ""},
    {"Table.select", "whereclause?"},
    {"Table.delete", "whereclause?0"},
    {"Update.where", "whereclause"},
    {"Update.values", "values? ***"},
    {"Insert.values", "values? ***"},
    {"Delete.where", "whereclause"},
    {"Column.in_", "values"},
    {"Column.notin_", "values"},
    {"Column.is_", "other"},
    {"Column.isnot", "other"},
    {"Column.is_not", "other"},
    {"Column.like", "other"},
    {"Column.notlike", "other"},
    {"Column.between", "cleft cright"},
    {"Column.desc", ""},
    {"Column.asc", ""},
    {"Column.label", "name"},
    {"Select.where", "*"},
    {"Select.order_by", "*"},
    {"Select.group_by", "*"},
    {"Select.limit", "limit"},
    {"Select.distinct", ""},
    {"Select.select_from", "*"},
    {"Table.join", "right onclause isouter?"},
    {"Table.outerjoin", "right onclause"},
    {"Join.join", "right onclause isouter?"},
    {"Text.bindparams", "* ***"},
    {"Type.with_variant", "type_ dialect_name"},
    {"Connection.execute", "statement parameters? ***"},
    {"Connection.scalar", "statement parameters? ***"},
    {"Connection.exec_driver_sql", "statement"},
    {"Result.fetchall", ""},
    {"Result.fetchone", ""},
    {"Result.fetchmany", "size?"},
    {"Result.all", ""},
    {"Result.first", ""},
    {"Result.one", ""},
    {"Result.one_or_none", ""},
    {"Result.scalar", ""},
    {"Result.scalar_one", ""},
    {"Result.scalar_one_or_none", ""},
    {"Result.scalars", ""},
    {"Result.mappings", ""},
    {"Result.keys", ""},
    {"Result.close", ""},
    {"Inspector.get_table_names", "schema?0"},
    {"Inspector.get_view_names", "schema?0"},
    {"Inspector.has_table", "table_name schema?0"},
    {"Inspector.get_columns", "table_name schema?0"},
    {"Inspector.get_indexes", "table_name schema?0"},
    {"Inspector.get_unique_constraints", "table_name schema?0"},
    {"Inspector.get_foreign_keys", "table_name schema?0"},
    {"Inspector.get_pk_constraint", "table_name schema?0"},
    {"Dialect.has_table", "connection table_name schema?0"},
    {"bytes.hex", ""},
    {"Url.startswith", "prefix"},
    {"Logger.debug", "* ***"},
    {"Logger.info", "* ***"},
    {"Logger.warning", "* ***"},
    {"Logger.warn", "* ***"},
    {"Logger.error", "* ***"},
    {"Logger.exception", "* ***"},
    {"Logger.critical", "* ***"},
    {"Logger.setLevel", "* ***"},
    {"MigrationContext.autocommit_block", ""},
};

constexpr Entry kFunctions[] = {
    {"now", ""},
    {"current_timestamp", ""},
    {"count", "*"},
    {"max", "*"},
    {"min", "*"},
    {"sum", "*"},
    {"avg", "*"},
    {"lower", "*"},
    {"upper", "*"},
    {"length", "*"},
    {"coalesce", "*"},
    {"concat", "*"},
    {"replace", "*"},
    {"ifnull", "*"},
    {"nullif", "*"},
    {"trim", "*"},
    {"abs", "*"},
    {"floor", "*"},
    {"round", "*"},
    {"hex", "*"},
    {"unhex", "*"},
    {"uuid", "*"},
    {"md5", "*"},
    {"substr", "*"},
    {"substring", "*"},
    {"char_length", "*"},
    {"least", "*"},
    {"greatest", "*"},
    {"date", "*"},
    {"unix_timestamp", "*"},
    {"json_extract", "*"},
    {"json_unquote", "*"},
    {"from_unixtime", "*"},
    {"left", "*"},
    {"right", "*"},
};

constexpr std::array<std::string_view, 22> kModules = {"alembic",
                                                       "alembic.util",
                                                       "logging",
                                                       "oslo_log",
                                                       "sqlalchemy.exc",
                                                       "sqlalchemy.engine",
                                                       "sqlalchemy.engine.reflection",
                                                       "sqlalchemy.inspection",
                                                       "sqlalchemy.sql.functions",
                                                       "sqlalchemy.sql.schema",
                                                       "itertools",
                                                       "operator",
                                                       "alembic.op",
                                                       "alembic.context",
                                                       "sqlalchemy",
                                                       "sqlalchemy.sql",
                                                       "sqlalchemy.schema",
                                                       "sqlalchemy.types",
                                                       "sqlalchemy.sql.expression",
                                                       "sqlalchemy.func",
                                                       "sqlalchemy.dialects",
                                                       "sqlalchemy.dialects.mysql"};

std::optional<std::string_view> in(const Entry* begin, const Entry* end, std::string_view name) {
  const auto found = std::find_if(begin, end, [&](const Entry& one) { return one.first == name; });
  if (found == end) return std::nullopt;
  return found->second;
}

template <std::size_t n>
std::optional<std::string_view> in(const Entry (&table)[n], std::string_view prefix,
                                   std::string_view name) {
  if (!name.starts_with(prefix)) return std::nullopt;
  return in(table, table + n, name.substr(prefix.size()));
}

constexpr std::string_view kPostgresEnum = "sqlalchemy.dialects.postgresql.ENUM";

}  // namespace

std::optional<std::string_view> signature_of(std::string_view name) {
  if (const auto found = in(kOperations, "alembic.op.", name)) return found;
  if (const auto found = in(kBatch, "BatchOperations.", name)) return found;
  if (const auto found = in(kTypes, "sqlalchemy.", name)) return found;
  if (const auto found = in(kSchema, "sqlalchemy.", name)) return found;
  if (const auto found = in(kMysqlTypes, "sqlalchemy.dialects.mysql.", name)) return found;
  if (const auto found = in(kFunctions, "sqlalchemy.func.", name)) return found;
  if (is_exception(name)) return "*";
  if (name == "logging.getLogger") return "name?~";
  if (name == "itertools.groupby") return "iterable key";
  if (name == "operator.itemgetter") return "item";
  if (name == kPostgresEnum) return kEnum;  // written for other servers, and the same here
  if (name == "alembic.context.is_offline_mode" || name == "alembic.context.get_context") return "";
  return in(kMethods, "", name);
}

bool is_type(std::string_view name) {
  return in(kTypes, "sqlalchemy.", name) || in(kMysqlTypes, "sqlalchemy.dialects.mysql.", name) ||
         name == kPostgresEnum;
}

bool is_module(std::string_view name) {
  return std::find(kModules.begin(), kModules.end(), name) != kModules.end() ||
         name == "sqlalchemy.dialects.postgresql";
}

std::string catalogue_name(std::string_view module, std::string_view name) {
  if (module == "oslo_log" && name == "log") return "logging";
  if (module == "sqlalchemy.engine" && name == "Inspector") {
    return "sqlalchemy.engine.reflection.Inspector";
  }
  if (module == "sqlalchemy.sql" && name == "func") return "sqlalchemy.func";
  for (const std::string_view part : {"sqlalchemy.sql", "sqlalchemy.schema", "sqlalchemy.types",
                                      "sqlalchemy.sql.expression", "sqlalchemy.sql.schema"}) {
    const std::string inner = fmt::format("{}.{}", module, name);
    if (module == part && is_module(inner)) return inner;
    if (module == part) return fmt::format("sqlalchemy.{}", name);
  }
  return fmt::format("{}.{}", module, name);
}

}  // namespace dbmig::python
