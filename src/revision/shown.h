#pragma once

#include <string>
#include <string_view>

#include "revision/graph.h"

namespace dbmig {

// How the messages of this layer show what they talk about.

/// A word that a person or a file gave, made printable and cut to a line's length.
std::string shown(std::string_view word);
/// One line of a list: the id, its labels if any, and the first line of its message.
std::string shown_in_list(const RevisionGraph& graph, Node node);

}  // namespace dbmig
