#include "dump/translate_code.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <span>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"

namespace dbmig {
namespace {

constexpr auto kOnlyInMariadb = std::to_array<std::string_view>({
    "add_months",
    "binlog_gtid_pos",
    "chr",
    "column_add",
    "column_check",
    "column_create",
    "column_delete",
    "column_exists",
    "column_get",
    "column_json",
    "column_list",
    "crc32c",
    "decode",
    "decode_histogram",
    "decode_oracle",
    "des_decrypt",
    "des_encrypt",
    "encode",
    "encrypt",
    "json_array_intersect",
    "json_compact",
    "json_detailed",
    "json_equals",
    "json_exists",
    "json_key_value",
    "json_loose",
    "json_normalize",
    "json_object_filter_keys",
    "json_object_to_array",
    "json_query",
    "kdf",
    "last_value",
    "lastval",
    "lengthb",
    "lpad_oracle",
    "ltrim_oracle",
    "master_gtid_wait",
    "median",
    "months_between",
    "natural_sort_key",
    "nextval",
    "old_password",
    "password",
    "percentile_cont",
    "percentile_disc",
    "replace_oracle",
    "rpad_oracle",
    "rtrim_oracle",
    "setval",
    "sformat",
    "substr_oracle",
    "substring_oracle",
    "sys_guid",
    "to_char",
    "to_date",
    "to_number",
    "trim_oracle",
    "trunc",
    "uuid_v4",
    "uuid_v7",
    "vec_distance",
    "vec_distance_cosine",
    "vec_distance_euclidean",
    "vec_fromtext",
    "vec_totext",
});

constexpr auto kOnlyInMysql = std::to_array<std::string_view>({
    "any_value",
    "bin_to_uuid",
    "distance",
    "etag",
    "format_bytes",
    "grouping",
    "gtid_subset",
    "gtid_subtract",
    "icu_version",
    "is_uuid",
    "json_schema_validation_report",
    "json_storage_free",
    "json_storage_size",
    "regexp_like",
    "st_geohash",
    "st_latfromgeohash",
    "st_latitude",
    "st_longfromgeohash",
    "st_longitude",
    "st_makeenvelope",
    "st_pointfromgeohash",
    "st_swapxy",
    "st_transform",
    "statement_digest",
    "statement_digest_text",
    "string_to_vector",
    "to_vector",
    "uuid_to_bin",
    "vector_dim",
    "vector_to_string",
});

/// Words that MySQL 8 has reserved since and MariaDB lets stand for a name.
constexpr auto kReservedInMysql = std::to_array<std::string_view>({
    "cume_dist",
    "dense_rank",
    "empty",
    "first_value",
    "grouping",
    "groups",
    "json_table",
    "lag",
    "last_value",
    "lateral",
    "lead",
    "nth_value",
    "ntile",
    "percent_rank",
    "rank",
    "row_number",
    "system",
    "window",
});

/// What MySQL takes in no check.
constexpr auto kChanging = std::to_array<std::string_view>({
    "connection_id", "curdate",        "current_date", "current_time",  "current_timestamp",
    "current_user",  "curtime",        "database",     "found_rows",    "last_insert_id",
    "localtime",     "localtimestamp", "now",          "rand",          "row_count",
    "schema",        "session_user",   "sysdate",      "system_user",   "unix_timestamp",
    "user",          "utc_date",       "utc_time",     "utc_timestamp", "uuid",
    "uuid_short",    "version",
});

constexpr auto kModesOfMysql = std::to_array<std::string_view>({
    "ALLOW_INVALID_DATES",
    "ANSI",
    "ANSI_QUOTES",
    "ERROR_FOR_DIVISION_BY_ZERO",
    "HIGH_NOT_PRECEDENCE",
    "IGNORE_SPACE",
    "NO_AUTO_VALUE_ON_ZERO",
    "NO_BACKSLASH_ESCAPES",
    "NO_DIR_IN_CREATE",
    "NO_ENGINE_SUBSTITUTION",
    "NO_UNSIGNED_SUBTRACTION",
    "NO_ZERO_DATE",
    "NO_ZERO_IN_DATE",
    "ONLY_FULL_GROUP_BY",
    "PAD_CHAR_TO_FULL_LENGTH",
    "PIPES_AS_CONCAT",
    "REAL_AS_FLOAT",
    "STRICT_ALL_TABLES",
    "STRICT_TRANS_TABLES",
    "TRADITIONAL",
});

/// A run of words that is a statement or clause of one server alone.
struct Construct {
  std::vector<std::string_view> words;
  std::string_view shown;
};

const std::vector<Construct>& only_in_mariadb() {
  static const std::vector<Construct> kConstructs = {
      {{"row", "type", "of"}, "ROW TYPE OF"},
      {{"type", "of"}, "TYPE OF"},
      {{"execute", "immediate"}, "EXECUTE IMMEDIATE"},
      {{"next", "value", "for"}, "NEXT VALUE FOR"},
      {{"previous", "value", "for"}, "PREVIOUS VALUE FOR"},
      {{"begin", "not", "atomic"}, "BEGIN NOT ATOMIC"},
      {{"rows", "examined"}, "LIMIT ROWS EXAMINED"},
      {{"for", "system_time"}, "FOR SYSTEM_TIME"},
      {{"for", "portion", "of"}, "FOR PORTION OF"},
      {{"set", "statement"}, "SET STATEMENT"},
      {{"fetch", "group", "next", "row"}, "FETCH GROUP NEXT ROW"},
      {{"index", "if", "exists"}, "DROP INDEX IF EXISTS"},
      {{"key", "if", "exists"}, "DROP KEY IF EXISTS"},
      {{"column", "if", "exists"}, "DROP COLUMN IF EXISTS"},
      {{"column", "if", "not", "exists"}, "ADD COLUMN IF NOT EXISTS"},
      {{"index", "if", "not", "exists"}, "CREATE INDEX IF NOT EXISTS"},
      {{"or", "replace", "table"}, "CREATE OR REPLACE TABLE"},
      {{"or", "replace", "temporary"}, "CREATE OR REPLACE TEMPORARY TABLE"},
      {{"create", "sequence"}, "CREATE SEQUENCE"},
      {{"within", "group"}, "WITHIN GROUP"},
      {{"returning"}, "RETURNING"},
      {{"goto"}, "GOTO"},
  };
  return kConstructs;
}

const std::vector<Construct>& only_in_mysql() {
  static const std::vector<Construct> kConstructs = {
      {{"lateral"}, "LATERAL"},
      {{"member", "of"}, "MEMBER OF"},
      {{"values", "row"}, "VALUES ROW"},
      {{"set", "persist"}, "SET PERSIST"},
      {{"set", "persist_only"}, "SET PERSIST_ONLY"},
      {{"drop", "check"}, "DROP CHECK"},
      {{"as", "json"}, "CAST AS JSON"},
  };
  return kConstructs;
}

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view each) { return equals_ignoring_case(each, word); });
}

/// One pass over the tokens of a piece of code.
class CodeTranslator {
 public:
  CodeTranslator(TokenEditor& tokens, CodeKind kind, const TranslateOptions& options, Notes& notes)
      : tokens_(tokens), kind_(kind), options_(options), notes_(notes) {}

  void read(std::size_t i) {
    const Token& token = tokens_[i];
    if (i > 0 && tokens_.is(i - 1, "collate")) return collation(i);
    if (i > 1 && tokens_.is(i - 1, '=') && is_collation_variable(i - 2)) return collation(i);
    if (token.kind == TokenKind::string) return string(i);
    if (token.is('-') && tokens_.is(i + 1, '>')) return arrow(i);
    if (token.kind != TokenKind::word) return;
    if (i > 0 && tokens_.is(i - 1, '.')) return;  // A column, whatever it is called.
    if (tokens_.is(i + 1, '(')) function(i);
    constructs(i);
    reserved(i);
  }

 private:
  bool is_collation_variable(std::size_t i) const {
    return lower(tokens_[i].text).find("collation_") != std::string::npos;
  }

  void collation(std::size_t i) {
    const std::string name = tokens_.value(i);
    const std::optional<std::string> mapped = options_.collations.mapped(name, options_.target);
    if (mapped) {
      tokens_.replace(i, *mapped);
      notes_.change(fmt::format("collation {} is written {}: {} has not got it", name, *mapped,
                                product(options_.target)));
    } else if (options_.target == DumpTarget::mariadb && name.starts_with("gb18030_")) {
      notes_.refuse("collation " + name + " does not exist in MariaDB; use one of utf8mb4");
    }
  }

  /// SQL in a string is run by somebody, but nobody can know how the string is used.
  void string(std::size_t i) {
    if (kind_ != CodeKind::program) return;
    const std::string text = lower(tokens_.value(i));
    const bool names_one = options_.target == DumpTarget::mysql8
                               ? text.find("uca1400") != std::string::npos
                               : text.find("_0900_") != std::string::npos;
    if (names_one && text.find(' ') != std::string::npos) {
      notes_.warn(
          fmt::format("a string in its body names a collation that {} has not got; if it is run as "
                      "SQL, it will fail",
                      product(options_.target)));
    }
  }

  void arrow(std::size_t i) {
    const bool adjacent = tokens_[i].end() == tokens_[i + 1].offset;
    if (options_.target != DumpTarget::mariadb || !adjacent) return;
    notes_.leave_out("the operator -> does not exist in MariaDB", "left out",
                     "write JSON_EXTRACT() or JSON_UNQUOTE(JSON_EXTRACT())");
  }

  void function(std::size_t i) {
    const std::string_view name = tokens_[i].text;
    if (is_missing_function(name, options_.target)) {
      // LAST_VALUE(…) OVER is the window function, which both have.
      if (tokens_.is(i, "last_value") && tokens_.is(tokens_.after_parentheses(i + 1), "over")) {
        return;
      }
      missing(fmt::format("the function {}()", upper(name)));
    }
    if (options_.target != DumpTarget::mysql8) return;
    const std::size_t end = tokens_.after_parentheses(i + 1);
    if (tokens_.is(i, "group_concat")) {
      for (std::size_t k = i + 2; k < end; ++k) {
        if (tokens_.is(k, '(')) k = tokens_.after_parentheses(k) - 1;
        if (tokens_.is(k, "limit")) missing("LIMIT in GROUP_CONCAT()");
      }
    }
    if (kind_ == CodeKind::view && tokens_.is(i, "values")) missing("VALUES without ROW()");
  }

  void constructs(std::size_t i) {
    const auto& list = options_.target == DumpTarget::mysql8 ? only_in_mariadb() : only_in_mysql();
    for (const Construct& each : list) {
      std::size_t k = i;
      const bool here = std::all_of(each.words.begin(), each.words.end(),
                                    [&](std::string_view word) { return tokens_.is(k++, word); });
      if (here) return missing(std::string(each.shown));
    }
    if (options_.target == DumpTarget::mysql8 && kind_ == CodeKind::program &&
        tokens_.is(i, "for") && tokens_.is(i + 2, "in")) {
      missing("the loop FOR … IN");
    }
  }

  void missing(const std::string& what) {
    notes_.leave_out(fmt::format("{} does not exist in {}", what, product(options_.target)),
                     "left out", "write it in another way, or leave it out with --lossy");
  }

  void reserved(std::size_t i) {
    if (options_.target != DumpTarget::mysql8 || !contains(kReservedInMysql, tokens_[i].text)) {
      return;
    }
    const bool call = tokens_.is(i + 1, '(');
    const bool clause = tokens_.is(i, "window") && tokens_.is(i + 2, "as");
    const bool versions = tokens_.is(i, "system") && tokens_.is(i + 1, "versioning");
    if (call || clause || versions) return;
    tokens_.replace(i, "`" + std::string(tokens_[i].text) + "`");
    notes_.change(fmt::format("the name {} is quoted: MySQL 8 reserves the word", tokens_[i].text));
  }

  TokenEditor& tokens_;
  CodeKind kind_;
  const TranslateOptions& options_;
  Notes& notes_;
};

}  // namespace

bool is_missing_function(std::string_view name, DumpTarget target) {
  if (target == DumpTarget::mysql8) return contains(kOnlyInMariadb, name);
  return target == DumpTarget::mariadb && contains(kOnlyInMysql, name);
}

void translate_code(TokenEditor& tokens, std::size_t first, std::size_t last, CodeKind kind,
                    const TranslateOptions& options, Notes& notes) {
  CodeTranslator translator(tokens, kind, options, notes);
  for (std::size_t i = first; i < last; ++i)
    translator.read(i);
}

std::string changing_function(const TokenEditor& tokens, std::size_t first, std::size_t last) {
  for (std::size_t i = first; i < last; ++i) {
    const bool call = tokens[i].kind == TokenKind::word && tokens.is(i + 1, '(');
    if (call && contains(kChanging, tokens[i].text)) return upper(tokens[i].text);
  }
  return {};
}

std::string known_sql_modes(std::string_view sql_mode, DumpTarget target) {
  if (target == DumpTarget::same) return std::string(sql_mode);
  std::string known;
  for (const std::string_view mode : split(sql_mode, ',')) {
    // TIME_TRUNCATE_FRACTIONAL is the one that MariaDB lacks.
    const bool there = target == DumpTarget::mysql8
                           ? contains(kModesOfMysql, mode) || mode == "TIME_TRUNCATE_FRACTIONAL"
                           : mode != "TIME_TRUNCATE_FRACTIONAL";
    if (there && !mode.empty()) known += (known.empty() ? "" : ",") + std::string(mode);
  }
  return known;
}

}  // namespace dbmig
