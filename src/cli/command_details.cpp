#include "cli/command_details.h"

#include <algorithm>
#include <iterator>

namespace dbmig {
namespace {

constexpr const char* kDbmigText[] = {
    "dbmig brings databases of MySQL and MariaDB from one revision of their schema to another. It "
    "reads the configuration, the revision ids and the version table of Alembic, and its commands "
    "have Alembic's names, so that both can work on one database in turn.",
    "The configuration is the migrate.ini or alembic.ini of this folder or of one above it. It "
    "names one tree of revisions or several; a command acts on all of them, on the tree whose "
    "folder it is called in, or on the one that -n names."};
constexpr Example kDbmigExamples[] = {
    {"dbmig status", "where every database stands, and what is pending"},
    {"dbmig plan", "what `dbmig upgrade head` would do, without doing it"},
    {"dbmig upgrade head", "bring all trees up to their newest revision"},
    {"dbmig revision -m \"users add column email\"", "write a new revision file"}};

constexpr const char* kUpgradeText[] = {
    "Runs the upgrade sections of all revisions between where a database stands and REVISION. "
    "Everything is checked before the first statement is sent: the files parse, the servers "
    "answer, a plan exists; with several trees, for all of them.",
    "REVISION is an id or its beginning, `head` (there must be one), `heads`, a branch label, "
    "`label@head`, or a number of steps such as +1. Only head, heads and steps make sense in every "
    "tree; for others name the tree with -n.",
    "With --sql nothing is run and no server is asked: the SQL is printed, from base or, for A:B, "
    "from A.",
    "With --databases-file the same is done for each database that the file lists, one line each: "
    "[TREE] and a name or a URL."};
constexpr Example kUpgradeExamples[] = {
    {"dbmig upgrade head", "all trees to their newest revision"},
    {"dbmig -n shop upgrade +1", "the next revision of one tree"},
    {"dbmig -n shop upgrade head --databases-file tenants --shard 0/4",
     "the first quarter of a list of databases"},
    {"dbmig -n shop upgrade 9142c:head --sql > up.sql",
     "a script for `mariadb` or `mysql`, from a revision that starts with 9142c"}};

constexpr const char* kDowngradeText[] = {
    "Runs the downgrade sections of all revisions above REVISION, newest first, on one tree. A "
    "revision without one, or one that is marked irreversible, refuses the whole plan before "
    "anything runs.",
    "A tree that is protected in the configuration asks for the name of its database first; "
    "without a terminal it takes --yes-i-mean."};
constexpr Example kDowngradeExamples[] = {
    {"dbmig -n shop downgrade -1", "take back the newest revision"},
    {"dbmig -n shop downgrade base", "take back everything"},
    {"dbmig -n shop downgrade 1975e:9142c --sql",
     "print the SQL that leads from one revision down to another"}};

constexpr const char* kCurrentText[] = {
    "Prints the revisions that the version table holds, as Alembic does. Exits with 1 when "
    "--check-heads is given and a head is not applied."};
constexpr Example kCurrentExamples[] = {
    {"dbmig current", "one line for each revision"},
    {"dbmig current --check-heads", "fail a pipeline that forgot to migrate"}};

constexpr const char* kStatusText[] = {
    "For each tree: its database and server, where it stands, its heads, and which revisions are "
    "pending. Reads only. The first five pending revisions are listed; with -v all of them.",
    "A tree whose files or server cannot be read says so in its part, and the next one is shown; "
    "the exit status is then that of the first error. The password is never shown."};
constexpr Example kStatusExamples[] = {
    {"dbmig status", "all trees on one screen"},
    {"dbmig status --exit-code", "exit with 1 when anything is pending"},
    {"dbmig --json status", "the same for a program"}};

constexpr const char* kPlanText[] = {
    "Prints the steps that an upgrade to REVISION would take from where the databases stand, and "
    "with -v their statements. Reads only; all checks of a real run are made."};
constexpr Example kPlanExamples[] = {
    {"dbmig -v plan", "every statement of an upgrade to head"},
    {"dbmig -n shop plan --downgrade -1", "what taking back one revision would run"},
    {"dbmig plan --exit-code", "exit with 1 when there is anything to do"}};

constexpr const char* kHistoryText[] = {
    "Prints the revisions as Alembic does. Reads files only, unless -i is given or the range says "
    "`current`.",
    "--applied prints what was run on the database, out of the journal: when, in which direction, "
    "what became of it, and by whom; with -v each statement. The newest comes first."};
constexpr Example kHistoryExamples[] = {
    {"dbmig history", "the revisions of every tree"},
    {"dbmig -n shop history -r current:", "what a database has still to get"},
    {"dbmig -v history -i", "in full, with a mark where the database stands"},
    {"dbmig -n shop history --applied", "what was run on a database, when and by whom"}};

constexpr const char* kHeadsText[] = {
    "Prints the revisions that nothing follows, as Alembic does. More than one head means that two "
    "branches wait for `dbmig merge`. Reads files only."};
constexpr Example kHeadsExamples[] = {{"dbmig heads", "one line for each head"},
                                      {"dbmig -v heads", "with path and description"}};

constexpr const char* kBranchesText[] = {
    "Prints the revisions that more than one revision follows, with those that follow, as Alembic "
    "does. Reads files only."};
constexpr Example kBranchesExamples[] = {{"dbmig branches", "where the history splits"}};

constexpr const char* kShowText[] = {
    "Prints a revision in full: its parents, labels, file and description. Only `current` asks the "
    "server."};
constexpr Example kShowExamples[] = {
    {"dbmig -n shop show 9142c", "a revision by the beginning of its id"},
    {"dbmig -n shop show head", "the newest one"}};

constexpr const char* kRevisionText[] = {
    "Writes a file with a header and two empty sections for the SQL. The id is random and unlike "
    "every other; the revision follows the only head, or what --head names.",
    "A message follows the rule TABLE ACTION TYPE ITEMS, as in `users add column email`; one that "
    "does not is warned of."};
constexpr Example kRevisionExamples[] = {
    {"dbmig -n shop revision -m \"users add column email\"", "a revision on top of the only head"},
    {"dbmig -n shop revision -m \"reports create table\" --head base --branch-label reports",
     "the first one of a branch of its own"},
    {"dbmig -n shop revision -m \"users add index email\" --head 9142c --splice",
     "one that begins a branch at an older revision"}};

constexpr const char* kMergeText[] = {
    "Writes a revision without SQL that follows several heads, so that there is one head again."};
constexpr Example kMergeExamples[] = {
    {"dbmig -n shop merge heads -m \"users and orders\"", "join all heads"},
    {"dbmig -n shop merge 9142c 1975e", "join two of them"}};

constexpr const char* kImportText[] = {
    "Writes a .sql file for each Python revision in DIR, which is a folder of them or has one "
    "named `versions`: the same id, parents, labels, message and doc, and for MySQL and MariaDB "
    "the statements that the original has for them. DIR may be the tree's own folder, where the "
    "files then stand beside their originals and are used instead of them, or any other, whose "
    "revisions are added to the tree.",
    "Run again, it adds what is new. A file that is no longer what would be written is kept and "
    "named, unless --overwrite is given.",
    "What a revision does only after it has asked a server, or by means that dbmig does not know, "
    "has no SQL: it stays a Python file, copied into the tree if need be, and is listed with the "
    "reason. The exit status is 1 then."};
constexpr Example kImportExamples[] = {
    {"dbmig import migrations", "turn the tree in this folder into SQL"},
    {"dbmig -n asterisk_config import asterisk/contrib/ast-db-manage/config",
     "add the newest revisions of a tree that somebody else publishes"}};

constexpr const char* kEditText[] = {
    "Opens the file of a revision in the program that $VISUAL or $EDITOR names. Only `current` "
    "asks the server which revision that is."};
constexpr Example kEditExamples[] = {
    {"dbmig -n shop edit head", "the newest revision"},
    {"EDITOR='code --wait' dbmig -n shop edit 9142c", "a revision by the beginning of its id"}};

constexpr const char* kCheckText[] = {
    "Looks for what would make the next upgrade fail: revision files that do not parse, more than "
    "one head, a database that stands elsewhere or has revisions pending. Reads only. Exits with 1 "
    "when anything was found."};
constexpr Example kCheckExamples[] = {{"dbmig check", "all trees, for a pipeline"}};

constexpr const char* kEnsureVersionText[] = {
    "Creates the version table, empty, unless it is there. An upgrade does so by itself."};
constexpr Example kEnsureVersionExamples[] = {
    {"dbmig ensure_version", "in every tree's database"},
    {"dbmig -n shop ensure_version --sql", "print the statement instead"}};

constexpr const char* kListTemplatesText[] = {
    "Prints what `dbmig init -t` takes. There is one template, generic."};
constexpr Example kListTemplatesExamples[] = {{"dbmig list_templates", "the list"}};

constexpr const char* kStampText[] = {
    "Sets the rows of the version table and runs nothing else: for a database whose schema came "
    "about in another way.",
    "A tree that is protected in the configuration asks for the name of its database first; "
    "without a terminal it takes --yes-i-mean."};
constexpr Example kStampExamples[] = {
    {"dbmig -n shop stamp head", "say that everything is applied"},
    {"dbmig -n shop stamp --purge 9142c", "replace whatever rows there are"}};

constexpr const char* kResumeText[] = {
    "Finishes the step that an interrupted run left half done, and goes no further. `upgrade` and "
    "`downgrade` do that first by themselves; this is for when nothing else is wanted, or when a "
    "statement is in doubt.",
    "A statement is in doubt when it was sent, the connection or dbmig died, and nothing in the "
    "database tells whether it took effect. Look, then say it with --assume-done or "
    "--assume-not-done.",
    "--forget closes the step without running anything, for a database that was put in order by "
    "hand; the version table stays as it is.",
    "--back undoes what ran by the revision's script of the other direction, where each statement "
    "of that is the opposite of one of the revision; otherwise it names those that are not, and "
    "runs nothing."};
constexpr Example kResumeExamples[] = {
    {"dbmig resume", "finish what was left, in all trees"},
    {"dbmig -n shop resume --back", "undo what ran of it instead"},
    {"dbmig -n shop resume --assume-not-done", "run the statement in doubt"}};

constexpr const char* kWaitText[] = {
    "Waits until the server of every tree answers, its login works and its database is there, and "
    "tries again with growing pauses until then. TLS that does not verify and a missing "
    "authentication plugin end it at once.",
    "With --databases-file it waits for each database that the file lists."};
constexpr Example kWaitExamples[] = {
    {"dbmig wait --timeout 5m", "before the run, in a container that starts with its server"}};

constexpr const char* kLockText[] = {
    "Shows the connection that holds the lock of each tree's database, and the step it is at. One "
    "dbmig at a time changes a database; the lock ends with its holder's connection.",
    "--break ends that connection on the server. A statement it is at may be rolled back or may be "
    "finished first; the next run finds out which. The run that held the lock stops with 75, and "
    "does not connect again."};
constexpr Example kLockExamples[] = {{"dbmig lock", "who is at work"},
                                     {"dbmig -n shop lock --break", "end the holder's connection"}};
constexpr const char* kDumpText[] = {
    "Writes the schema of a tree's database and the rows of its version table, in a fixed layout: "
    "two databases with one schema give the same bytes. The last line says that the dump is "
    "complete; a file is there whole or not at all. All comes from one snapshot.",
    "With --for mysql8 or mariadb it is written in the words of that server: collations, JSON "
    "columns, defaults, engines, session modes. What it has no word for is refused, object by "
    "object, with what to do; --lossy leaves it out instead. Text in strings, comments and rows is "
    "never touched.",
    "With the option --scratch the trees are first brought to their heads on a private server. "
    "docs/dump.md has the whole of it."};
constexpr Example kDumpExamples[] = {
    {"dbmig -n shop dump > shop.sql", "the schema of one tree"},
    {"dbmig dump --data -o backup/", "all trees with all rows: backup/01_shop.sql and so on"},
    {"dbmig --scratch dump --for mysql8 -o initdb.d/",
     "what a mysql image loads, from the revision files alone"}};

constexpr const char* kLoadText[] = {
    "Runs a dump of dbmig, mysqldump or mariadb-dump into the database of one tree, whatever the "
    "database was called in the dump. The file is read to its end before anything is sent.",
    "Refused are a database that is not empty, a dump that is not complete, and one whose version "
    "table holds revisions that this tree does not know."};
constexpr Example kLoadExamples[] = {{"dbmig -n shop load shop.sql", "into the tree's database"}};

constexpr const char* kInitText[] = {
    "Makes a folder for revisions with a `versions` folder and a README in it, and a migrate.ini "
    "beside it unless there is one."};
constexpr Example kInitExamples[] = {
    {"dbmig init db/shop", "the folder db/shop; its tree is called shop"}};

constexpr const char* kConfigText[] = {
    "Prints what dbmig works with: each setting of the configuration and where its value comes "
    "from, a flag, an environment variable, a line of a file or the default. Passwords are "
    "hidden."};
constexpr Example kConfigExamples[] = {{"dbmig config", "all settings"},
                                       {"dbmig -n shop config", "those of one tree"}};

constexpr const char* kScratchText[] = {
    "A private server has its data in a temporary folder and listens on a socket there. It runs "
    "until `dbmig scratch stop`. With the option --scratch every other command has one of its own "
    "that ends with the command."};
constexpr Example kScratchExamples[] = {
    {"dbmig scratch start", "start one and print its URL"},
    {"dbmig --url \"$(dbmig scratch url --database shop)\" -n shop upgrade head", "work on it"},
    {"dbmig scratch stop", "remove it with all it holds"}};

constexpr const char* kCompletionText[] = {
    "Prints a script for bash, zsh or fish that completes commands, options, names of trees and "
    "revision ids with their titles. It reads files only and never asks a server. Packages install "
    "the scripts; what is below is for a binary that was only copied."};
constexpr Example kCompletionExamples[] = {
    {"source <(dbmig completion bash)", "for this shell; in ~/.bashrc for every one"},
    {"dbmig completion zsh > ~/.zfunc/_dbmig", "in a folder of fpath, before compinit"},
    {"dbmig completion fish > ~/.config/fish/completions/dbmig.fish",
     "read when it is first needed"}};

constexpr CommandDetails kDetails[] = {
    CommandDetails{"", kDbmigText, kDbmigExamples},
    CommandDetails{"upgrade", kUpgradeText, kUpgradeExamples},
    CommandDetails{"downgrade", kDowngradeText, kDowngradeExamples},
    CommandDetails{"current", kCurrentText, kCurrentExamples},
    CommandDetails{"status", kStatusText, kStatusExamples},
    CommandDetails{"plan", kPlanText, kPlanExamples},
    CommandDetails{"history", kHistoryText, kHistoryExamples},
    CommandDetails{"heads", kHeadsText, kHeadsExamples},
    CommandDetails{"branches", kBranchesText, kBranchesExamples},
    CommandDetails{"show", kShowText, kShowExamples},
    CommandDetails{"revision", kRevisionText, kRevisionExamples},
    CommandDetails{"merge", kMergeText, kMergeExamples},
    CommandDetails{"import", kImportText, kImportExamples},
    CommandDetails{"edit", kEditText, kEditExamples},
    CommandDetails{"check", kCheckText, kCheckExamples},
    CommandDetails{"ensure_version", kEnsureVersionText, kEnsureVersionExamples},
    CommandDetails{"list_templates", kListTemplatesText, kListTemplatesExamples},
    CommandDetails{"stamp", kStampText, kStampExamples},
    CommandDetails{"resume", kResumeText, kResumeExamples},
    CommandDetails{"wait", kWaitText, kWaitExamples},
    CommandDetails{"lock", kLockText, kLockExamples},
    CommandDetails{"dump", kDumpText, kDumpExamples},
    CommandDetails{"load", kLoadText, kLoadExamples},
    CommandDetails{"init", kInitText, kInitExamples},
    CommandDetails{"config", kConfigText, kConfigExamples},
    CommandDetails{"scratch", kScratchText, kScratchExamples},
    CommandDetails{"completion", kCompletionText, kCompletionExamples},
};

}  // namespace

CommandDetails command_details(std::string_view name) {
  const auto found = std::find_if(std::begin(kDetails), std::end(kDetails),
                                  [&](const CommandDetails& each) { return each.name == name; });
  return found == std::end(kDetails) ? CommandDetails{} : *found;
}

std::span<const CommandDetails> all_command_details() { return kDetails; }

}  // namespace dbmig
