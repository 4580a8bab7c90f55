#pragma once

#include <string_view>

namespace dbmig::python {

/// Whether Alembic would give names to constraints that a revision leaves without one.
enum class Naming {
  none,        // env.py has no metadata.
  unseen,      // It has metadata of the project's modules, which may have a naming convention.
  convention,  // It has one itself.
};

/// What the text of an env.py tells by its words alone; nothing of it is run.
Naming naming_of(std::string_view env);

}  // namespace dbmig::python
