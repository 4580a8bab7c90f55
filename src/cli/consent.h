#pragma once

#include <string>
#include <string_view>

#include "cli/context.h"

namespace dbmig {

/// Asks for consent before `action` (a verb: "downgrade") changes a protected tree's
/// database: its name must be typed on the terminal, or be given by --yes-i-mean.
/// Does nothing for a tree that is not protected. Throws Error(policy) otherwise, Error(temporary)
/// when it is interrupted.
void require_consent(Context& context, Tree& tree, std::string_view action,
                     const std::string& yes_i_mean);

}  // namespace dbmig
