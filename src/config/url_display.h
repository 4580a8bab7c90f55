#pragma once

#include <string>
#include <string_view>

namespace dbmig {

/// The parts of a URL of SQLAlchemy's form, as they are written.
struct UrlParts {
  std::string_view scheme;  // `mysql+pymysql`
  std::string_view user;
  enum class Password { none, some } password = Password::none;
  enum class Login { absent, present } login = Login::absent;  // whether there is an `@`
  std::string_view rest;                                       // `localhost:3306/database`
  std::string_view query;                                      // what stands behind the `?`
};

/// The URL as SQLAlchemy prints it: `mysql+pymysql://u:***@h/d?charset=utf8mb4`. A password is
/// `***` wherever it stands; the options behind the `?` are in the order of their names.
std::string displayed_url(const UrlParts& parts);

}  // namespace dbmig
