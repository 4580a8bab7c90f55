#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "revision/graph.h"
#include "revision/plan.h"

namespace dbmig {

/// Revisions from text, in load order:
///
///     a1; b1<-a1 label:shop,x; m1<-b1,c1 dep:d1 rep:old msg:merge
///
/// `<-` gives the parents, `label:` the branch labels, `dep:` what it depends on, `rep:` what
/// it replaces, `msg:` the message (one word). Throws std::invalid_argument.
std::vector<Revision> revisions(std::string_view text);
RevisionGraph graph(std::string_view text);

/// `up m1: -c1 b1->m1; up n1: m1->n1`: direction, revision (for a stamp, `from->to`), and the
/// row edits: `+x` inserted, `-x` removed, `x->y` updated.
std::string text(const Plan& plan);
std::string text(const Step& step);
/// `a1 b1 c1`
std::string text(const RevisionGraph& graph, const std::vector<Node>& nodes);
/// The revisions of a plan alone: `a1 b1`.
std::string order(const Plan& plan);

/// Words separated by spaces: rows, ids, targets.
std::vector<std::string> words(std::string_view text);

/// The rows after the plan, sorted. Throws std::invalid_argument when an edit names a row that
/// is not there, or adds one that is.
std::vector<RevisionId> rows_after(std::vector<RevisionId> rows, const Plan& plan);

}  // namespace dbmig
