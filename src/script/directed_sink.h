#pragma once

#include "script/script.h"

namespace dbmig {

/// A sink for statements that are written down with their directives. A script that the database
/// steers gives it directives that ask what it would ask itself, and throws Error(data) where these
/// do not say the same.
class DirectedSink : public StatementSink {};

}  // namespace dbmig
