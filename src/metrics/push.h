#pragma once

#include <string>
#include <string_view>

#include "metrics/run_metrics.h"

namespace dbmig {

/// Where a push gateway keeps the metrics of one database: `/metrics/job/dbmig/tree/…`. Each has a
/// group of its own, so that runs on different databases leave one another's alone.
std::string push_path(const DatabaseLabels& labels);

/// Hands metrics to a push gateway at `url`, in place of those of the same names in the group
/// `path`. Others stay: a failed run leaves the time of the last success as it is.
///
/// libcurl is loaded when this is first called, since it would double the time that dbmig
/// takes to start. Throws Error(unavailable); no message holds the URL, which may have a
/// password in it.
void push_metrics(const std::string& url, const std::string& path, const std::string& text);

}  // namespace dbmig
