#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/connect_options.h"
#include "base/error.h"
#include "config/environment.h"

namespace dbmig {

/// What decides which configuration is read and what overrides it.
struct ConfigRequest {
  std::filesystem::path cwd;  // absolute
  Environment environment;
  std::string config_file;           // -c
  std::string pyproject_file;        // -c, when it names a pyproject.toml
  std::string tree;                  // -n
  std::string url;                   // --url
  std::string database;              // Of a list: instead of the one that the tree's URL names.
  std::string url_origin = "--url";  // What messages call these two.

  // Where the system keeps what a configuration leaves open; `~/` is $HOME.
  std::vector<std::filesystem::path> option_files = {"/etc/my.cnf", "/etc/mysql/my.cnf",
                                                     "~/.my.cnf"};
  std::vector<std::filesystem::path> ca_bundles = {"/etc/ssl/certs/ca-certificates.crt",
                                                   "/etc/pki/tls/certs/ca-bundle.crt",
                                                   "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"};
};

/// One line of `dbmig config`: a value (a password as `***`) and where it comes from:
/// `migrate.ini:7`, `DBMIG_URL`, `--url`, `default` …
struct SettingLine {
  std::string section;
  std::string key;
  std::string value;
  std::string origin;

  friend bool operator==(const SettingLine&, const SettingLine&) = default;
};

/// A program to run on each new revision file, as `[post_write_hooks]` describes it.
struct PostWriteHook {
  std::string name;
  std::string type;  // `exec`, `console_scripts`, `module`; empty when the file names none
  std::string entrypoint;
  std::string executable;
  std::string module;
  std::string options;
  std::string cwd;
};

/// How to log in to a tree's database, or why that is not known.
///
/// A mistake in a URL or a missing password file must not stop a command that needs no
/// server, so the error waits here until somebody asks.
class Login {
 public:
  explicit Login(ConnectOptions options) : result_(std::move(options)) {}
  explicit Login(Error error) : result_(std::move(error)) {}

  /// Throws the error that was met while reading the configuration.
  const ConnectOptions& options() const;
  bool is_known() const { return std::holds_alternative<ConnectOptions>(result_); }

  /// True when nothing names a password, not even an empty one: a cli on a terminal may
  /// ask for it when the server refuses the login without.
  bool may_ask_for_password = false;

  /// The URL as Alembic shows it, with `***` for a password; empty when the login is put
  /// together from more than one URL of SQLAlchemy's form.
  std::string url;

 private:
  std::variant<ConnectOptions, Error> result_;
};

/// Everything that is set for one tree: a section of the ini.
struct TreeSettings {
  std::string name;  // of the section
  std::filesystem::path script_location;
  std::vector<std::filesystem::path> version_locations;  // never empty
  bool recursive_version_locations = false;

  std::string version_table = "alembic_version";
  std::string version_table_schema;  // empty: the database of the login
  bool version_table_pk = true;
  std::string adopt_version_table;  // empty: none

  std::string file_template = "%(rev)s_%(slug)s";
  std::size_t truncate_slug_length = 40;
  std::string timezone;  // empty: local time

  bool is_protected = false;
  std::chrono::milliseconds lock_timeout{10'000};
  std::chrono::milliseconds lock_wait{5'000};
  std::chrono::milliseconds lock_budget{600'000};
  std::chrono::milliseconds statement_timeout{0};  // 0: none
  unsigned retries = 3;
  std::chrono::milliseconds retry_delay{1'000};
  double retry_backoff = 2;
  std::optional<std::string> sql_mode;  // absent: the server's own

  Login login{ConnectOptions{}};
  std::vector<SettingLine> lines;

  /// Throws what is wrong with the login.
  const ConnectOptions& server() const { return login.options(); }
};

/// `name = value` of `[dbmig:collations]` or `[dbmig:names]`.
struct NamedValue {
  std::string name;
  std::string value;
};

enum class ConfigStyle {
  dbmig,    // a migrate.ini: [dbmig] lists the trees, unknown keys are errors
  alembic,  // an alembic.ini: [alembic] is the tree, unknown keys are ignored
};

/// The whole configuration, checked once and never changed afterwards.
struct Settings {
  std::filesystem::path config_file;  // absolute
  std::string shown_config_file;      // as messages name it
  ConfigStyle style = ConfigStyle::dbmig;
  std::vector<std::string> tree_names;  // what a command without -n acts on, in order
  std::vector<std::string> sections;    // every section that -n may name
  /// The trees of `tree_names`, in order; with -n that tree alone.
  std::vector<TreeSettings> trees;
  std::vector<PostWriteHook> post_write_hooks;
  /// What is wrong with the hooks of an alembic.ini: only a command that runs them minds.
  std::optional<Error> post_write_hooks_error;
  std::vector<NamedValue> collations;  // [dbmig:collations]: from = to
  std::vector<NamedValue> names;       // [dbmig:names]
  std::vector<SettingLine> lines;      // of the global part

  const TreeSettings* find(std::string_view tree) const;
};

/// Finds, reads and checks the configuration. Throws Error(config).
Settings load_settings(const ConfigRequest& request);

/// The same for a file whose text is at hand. `file` is absolute.
Settings settings_from_text(const std::filesystem::path& file, std::string_view text,
                            const ConfigRequest& request);

enum class TreeCount { any, exactly_one };

/// The trees that a command acts on: the one that `name` (-n) names; else, inside a
/// tree's folder, that one; else all. Never empty. Throws Error(config) for an unknown
/// name and Error(usage) when exactly one is needed and there are more.
std::vector<const TreeSettings*> select_trees(const Settings& settings, std::string_view name,
                                              const std::filesystem::path& cwd, TreeCount count);

/// Everything that is set, for `dbmig config`, in a stable order: the global part, then
/// tree by tree.
std::vector<SettingLine> setting_lines(const Settings& settings);

}  // namespace dbmig
