#include <filesystem>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <spdlog/logger.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "cli/commands/commands.h"
#include "cli/context.h"

namespace dbmig {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kReadme = R"(Revision files of dbmig.

`dbmig revision -m "users create table"` writes a new one into versions/,
`dbmig upgrade head` brings a database up to the newest.
)";

constexpr std::string_view kIniStart = R"([dbmig]
# The trees that a command without -n acts on, in this order.
trees = {0}

)";

constexpr std::string_view kSection = R"([{0}]
script_location = %(here)s/{1}
# Where the database is. Give the password by DBMIG_PASSWORD_FILE or password_file,
# not here.
url = mysql://USER@localhost/DATABASE
)";

class InitCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("directory", directory_, "the folder to set up")->required();
    app.add_option("-t,--template", template_, "only `generic`")->type_name("NAME");
    app.add_flag("--package", package_, "make the folders a Python package, as Alembic does");
  }

  Verdict run(Context& context) override {
    if (template_ != "generic") {
      throw Error(ErrorCode::usage, fmt::format("No such template {}", template_))
          .with_hint("there is one: generic");
    }
    fs::path folder = (context.cwd() / directory_).lexically_normal();
    if (!folder.has_filename()) folder = folder.parent_path();  // `dbmig init shop/`
    std::error_code ignored;
    if (fs::exists(folder, ignored) && !fs::is_empty(folder, ignored)) {
      throw Error(ErrorCode::cannot_create,
                  fmt::format("Directory {} already exists and is not empty", directory_));
    }
    const std::string& named = context.options().config_file;
    const fs::path ini = context.cwd() / (named.empty() ? "migrate.ini" : named);
    if (!fs::is_directory(ini.parent_path(), ignored)) {
      throw Error(ErrorCode::cannot_create,
                  fmt::format("cannot write {}: its folder does not exist", ini.string()));
    }
    make_folder(context, folder);
    make_folder(context, folder / "versions");
    generate(context, folder / "README", kReadme);
    if (fs::exists(ini, ignored)) {
      context.output().line(fmt::format("File {} already exists, skipping", ini.string()));
      context.output().log()->warn("this tree needs a section in it, and a place in `trees`:\n{}",
                                   section_text(context, ini, folder));
    } else {
      generate(context, ini,
               fmt::format(fmt::runtime(kIniStart), tree_name(context, folder)) +
                   section_text(context, ini, folder));
    }
    if (package_) {
      for (const fs::path& each : {folder, folder / "versions"})
        add_empty(context, each / "__init__.py");
    }
    context.output().line(fmt::format(
        "Please edit configuration/connection/logging settings in {} before proceeding.",
        ini.string()));
    return Verdict::done;
  }

 private:
  static std::string tree_name(const Context& context, const fs::path& folder) {
    return context.options().tree.empty() ? folder.filename().string() : context.options().tree;
  }

  static std::string section_text(const Context& context, const fs::path& ini,
                                  const fs::path& folder) {
    const std::string place = folder.lexically_relative(ini.parent_path()).generic_string();
    return fmt::format(fmt::runtime(kSection), tree_name(context, folder),
                       replaced(place, "%", "%%"));
  }

  static void make_folder(Context& context, const fs::path& folder) {
    std::error_code error;
    const bool made = fs::create_directories(folder, error);
    if (error) {
      throw Error(ErrorCode::cannot_create,
                  fmt::format("cannot make {}: {}", folder.string(), error.message()));
    }
    if (made) {
      context.output().line(fmt::format("Creating directory {} ...  done", folder.string()));
    }
  }

  static void generate(Context& context, const fs::path& file, std::string_view text) {
    write_file(file, text, Existing::refuse);
    context.output().line(fmt::format("Generating {} ...  done", file.string()));
  }

  static void add_empty(Context& context, const fs::path& file) {
    write_file(file, "", Existing::refuse);
    context.output().line(fmt::format("Adding {} ...  done", file.string()));
  }

  std::string directory_;
  bool package_ = false;
  std::string template_ = "generic";
};

}  // namespace

std::unique_ptr<Command> make_init() { return std::make_unique<InitCommand>(); }

}  // namespace dbmig
