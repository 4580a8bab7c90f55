#include "config/settings.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/file.h"
#include "base/text.h"
#include "config/config_file.h"
#include "config/ini.h"
#include "config/key_check.h"
#include "config/keys.h"
#include "config/login.h"
#include "config/pyproject.h"
#include "config/section_reader.h"
#include "config/tree_reader.h"

namespace dbmig {
namespace {

namespace fs = std::filesystem;

/// Reads one file into Settings, section by section.
class SettingsReader {
 public:
  SettingsReader(const ConfigFile& file, Ini ini, const ConfigRequest& request)
      : file_(file), request_(request), ini_(std::move(ini)) {}

  /// What stands there counts for an alembic.ini that does not say it itself.
  void add(const ConfigFile& file, std::string_view text) {
    if (ini_.find("dbmig") != nullptr) return;
    // Whatever another project's file holds: it is none of our business.
    if (file.origin == "default" && text.find("alembic") == std::string_view::npos) return;
    pyproject_ = Pyproject::parse(file.shown, text, file.path.parent_path().string());
    if (!pyproject_) {
      if (file.origin == "default") return;
      throw Error(ErrorCode::config, fmt::format("{} has no table [tool.alembic]", file.shown));
    }
    if (ini_.find("alembic") == nullptr) ini_.add_section("alembic");
    if (file.path != file_.path) {
      settings_.lines.push_back({"dbmig", "pyproject", file.path.string(), file.origin});
    }
  }

  Settings read() {
    settings_.config_file = file_.path;
    settings_.shown_config_file = file_.shown;
    dbmig_ = ini_.find("dbmig");
    settings_.style = dbmig_ != nullptr ? ConfigStyle::dbmig : ConfigStyle::alembic;
    settings_.lines.insert(settings_.lines.begin(),
                           {"dbmig", "config_file", file_.path.string(), file_.origin});
    for (const IniSection& section : ini_.sections()) {
      if (is_tree_section(section)) settings_.sections.push_back(section.name);
    }
    if (settings_.style == ConfigStyle::dbmig) check_keys(ini_, settings_.sections);
    name_trees();
    read_hooks();
    settings_.collations = named_values("dbmig:collations");
    settings_.names = named_values("dbmig:names");
    read_trees();
    return std::move(settings_);
  }

 private:
  Error error(const std::string& message, std::size_t offset) const {
    return Error(ErrorCode::config, message).at(ini_.location(offset));
  }

  bool is_tree_section(const IniSection& section) const {
    if (section.name == "dbmig" || section.name.starts_with("dbmig:") ||
        section.name == "post_write_hooks" || is_logging_section(section.name)) {
      return false;
    }
    return settings_.style == ConfigStyle::dbmig || section.name == "alembic" ||
           section.find("script_location") != nullptr;
  }

  void read_hooks() {
    try {
      settings_.post_write_hooks = read_post_write_hooks(ini_, pyproject(), request_.environment);
    } catch (const Error& wrong) {
      if (settings_.style == ConfigStyle::dbmig) throw;
      settings_.post_write_hooks_error = wrong;
    }
  }

  /// The trees that a command without -n acts on.
  void name_trees() {
    if (settings_.style == ConfigStyle::alembic) {
      if (ini_.find("alembic") != nullptr) settings_.tree_names = {"alembic"};
      if (settings_.sections.empty()) {
        throw Error(ErrorCode::config,
                    fmt::format("{}: neither a section [dbmig] nor [alembic]", file_.shown))
            .with_hint(
                "begin the file with [dbmig] and list your trees there, as migrate.ini.sample "
                "does");
      }
      return;
    }
    SectionReader reader(ini_, *dbmig_, nullptr, request_.environment);
    const std::optional<FoundValue> list = reader.text("trees");
    if (!list) {
      settings_.tree_names = settings_.sections;
      if (settings_.sections.empty()) {
        throw error("no tree: add a section for one", dbmig_->offset)
            .with_hint("a tree is a section with script_location and url");
      }
      reader.replace_last_line(join(settings_.tree_names, ", "), "default");
    } else {
      list_trees(reader, *list);
    }
    append(settings_.lines, reader.take_lines());
  }

  void list_trees(const SectionReader& reader, const FoundValue& list) {
    const std::string& text = list.str();
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find_first_of(", \n\t", begin), text.size());
      const std::string name = text.substr(begin, end - begin);
      if (!name.empty()) {
        if (std::find(settings_.sections.begin(), settings_.sections.end(), name) ==
            settings_.sections.end()) {
          throw reader.error(list,
                             fmt::format("no section [{}] in this file{}", name,
                                         did_you_mean(nearest(name, settings_.sections))),
                             begin);
        }
        if (std::find(settings_.tree_names.begin(), settings_.tree_names.end(), name) !=
            settings_.tree_names.end()) {
          throw reader.error(list, "this tree is listed twice", begin);
        }
        settings_.tree_names.push_back(name);
      }
      begin = end + 1;
    }
    if (settings_.tree_names.empty()) throw reader.error(list, "no tree is listed");
  }

  std::vector<NamedValue> named_values(std::string_view name) const {
    std::vector<NamedValue> values;
    const IniSection* section = ini_.find(name);
    if (section == nullptr) return values;
    for (const IniEntry& entry : section->entries) {
      values.push_back({entry.spelling, ini_.value(*section, entry, request_.environment).str()});
    }
    return values;
  }

  void read_trees() {
    std::vector<std::string> names = settings_.tree_names;
    if (!request_.tree.empty()) names = {request_.tree};
    const fs::path base = script_base(settings_.style, file_.path, request_.cwd);
    std::vector<SectionReader> readers;
    for (const std::string& name : names) {
      const IniSection* section = ini_.find(name);
      if (section == nullptr || !contains(settings_.sections, name))
        break;  // select_trees() says why
      readers.emplace_back(ini_, *section, dbmig_, request_.environment, pyproject());
      settings_.trees.push_back(read_tree(readers.back(), settings_.style, base));
    }
    if (settings_.trees.empty()) return;
    LoginContext context{request_, file_.path.parent_path(), {}, settings_.sections};
    for (const TreeSettings* tree :
         select_trees(settings_, request_.tree, request_.cwd, TreeCount::any)) {
      context.acted_on.push_back(tree->name);
    }
    for (std::size_t i = 0; i < readers.size(); ++i) {
      settings_.trees[i].login = read_login(readers[i], context);
      settings_.trees[i].lines = readers[i].take_lines();
    }
  }

  static bool contains(const std::vector<std::string>& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
  }

  static void append(std::vector<SettingLine>& lines, std::vector<SettingLine> more) {
    lines.insert(lines.end(), more.begin(), more.end());
  }

  const Pyproject* pyproject() const { return pyproject_ ? &*pyproject_ : nullptr; }

  const ConfigFile& file_;
  const ConfigRequest& request_;
  Ini ini_;
  std::optional<Pyproject> pyproject_;
  const IniSection* dbmig_ = nullptr;
  Settings settings_;
};

}  // namespace

const ConnectOptions& Login::options() const {
  if (const Error* error = std::get_if<Error>(&result_)) throw Error(*error);
  return std::get<ConnectOptions>(result_);
}

const TreeSettings* Settings::find(std::string_view tree) const {
  const auto found = std::find_if(trees.begin(), trees.end(),
                                  [&](const TreeSettings& t) { return t.name == tree; });
  return found == trees.end() ? nullptr : &*found;
}

Settings load_settings(const ConfigRequest& request) {
  const ConfigFiles files = find_config_files(request);
  const ConfigFile& main = files.ini ? *files.ini : *files.pyproject;
  const std::string text = read_file(main.path, ErrorCode::config);
  const std::string here = main.path.parent_path().string();
  SettingsReader reader(
      main, files.ini ? Ini(main.shown, text, here) : Ini::assembled(main.shown, text, here, {}),
      request);
  if (files.pyproject) {
    reader.add(*files.pyproject,
               files.ini ? read_file(files.pyproject->path, ErrorCode::config) : text);
  }
  return reader.read();
}

Settings settings_from_text(const fs::path& file, std::string_view text,
                            const ConfigRequest& request) {
  const ConfigFile found{file, shown_path(file, request.cwd), "-c"};
  Ini ini(found.shown, text, file.parent_path().string());
  return SettingsReader(found, std::move(ini), request).read();
}

std::vector<SettingLine> setting_lines(const Settings& settings) {
  std::vector<SettingLine> lines = settings.lines;
  for (const TreeSettings& tree : settings.trees)
    lines.insert(lines.end(), tree.lines.begin(), tree.lines.end());
  return lines;
}

}  // namespace dbmig
