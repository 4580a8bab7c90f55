#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/connection.h"
#include "sql/ddl.h"
#include "sql/objects.h"

namespace dbmig {

/// What one object looks like at one moment. Equal states of one object at two moments
/// mean that no statement changed it in between, as far as the parts asked for can show.
struct ObjectState {
  enum class Presence { present, absent, unreadable };

  std::string object;  // `table voipbin.customers`
  Presence presence = Presence::absent;
  std::string fingerprint;  // Of a present one; of an unreadable one the server's error.

  friend bool operator==(const ObjectState&, const ObjectState&) = default;
};

/// The objects of a statement at one moment, in the statement's order.
using Evidence = std::vector<ObjectState>;

/// One line for each object, as the journal keeps it and messages show it.
std::string text(const Evidence& evidence);
/// The way back; lines that are none are left out.
Evidence parse_evidence(std::string_view text);

/// What must be looked at to tell whether a statement took effect. Names are as they
/// resolve now, so that a later look does not depend on the session's database.
struct Subject {
  DdlVerb verb = DdlVerb::other;
  std::vector<ObjectName> objects;
  std::vector<std::string> accounts;  // As SQL literals.
  /// Its definition cannot show the change: TRUNCATE, a rebuild, a swap of names.
  bool needs_identity = false;
};

Subject subject_of(std::string_view statement, const Dialect& dialect, const std::string& database);

/// Looks at every object: `SHOW CREATE` without the AUTO_INCREMENT counter, and where
/// that cannot show the change also InnoDB's table id (which every rebuild and TRUNCATE
/// changes; needs PROCESS), else the time of creation and a checksum. The session's
/// settings do not matter. (Measured: the facts of DDL on MariaDB 10.11 and MySQL 9.7.)
Evidence look_at(Connection& connection, const Subject& subject);

/// What look_at() would ask about a table that a statement is to create, and find when there is
/// none yet.
struct Absence {
  std::string question;  // A statement that error 1146 refuses then.
  Evidence evidence;
};
/// Nothing for a subject that is anything but one new table.
std::optional<Absence> expected_absence(const Subject& subject);

/// The subject that an evidence was about, to look at the same objects again.
Subject subject_of(const Evidence& evidence, DdlVerb verb);

}  // namespace dbmig
