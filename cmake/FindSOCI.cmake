# SOCI as Debian packages it: no CMake configuration of its own, one library for each back end.
#
# Defines SOCI::mysql: the MySQL back end with the core library, both static. Static on purpose:
# the back end knows no TLS modes and no way to turn LOCAL INFILE off, so its one call of
# mysql_real_connect() is routed through ours (src/db/soci_connect.cpp) by the linker's --wrap,
# which reaches into static libraries only.
find_path(SOCI_INCLUDE_DIR soci/mysql/soci-mysql.h)
find_path(SOCI_MYSQL_H_DIR mysql.h PATH_SUFFIXES mariadb mysql)
find_library(SOCI_CORE_STATIC_LIBRARY libsoci_core.a)
find_library(SOCI_MYSQL_STATIC_LIBRARY libsoci_mysql.a)
if(SOCI_INCLUDE_DIR)
  file(STRINGS ${SOCI_INCLUDE_DIR}/soci/version.h soci_version_line REGEX "define SOCI_LIB_VERSION ")
  string(REGEX REPLACE ".*\"([0-9]+)_([0-9]+)_?([0-9]*)\".*" "\\1.\\2.\\3" SOCI_VERSION "${soci_version_line}")
endif()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(SOCI
  REQUIRED_VARS SOCI_MYSQL_STATIC_LIBRARY SOCI_CORE_STATIC_LIBRARY SOCI_INCLUDE_DIR SOCI_MYSQL_H_DIR
  VERSION_VAR SOCI_VERSION)
if(SOCI_FOUND AND NOT TARGET SOCI::mysql)
  add_library(SOCI::mysql INTERFACE IMPORTED)
  set_target_properties(SOCI::mysql PROPERTIES
    INTERFACE_INCLUDE_DIRECTORIES "${SOCI_INCLUDE_DIR};${SOCI_INCLUDE_DIR}/soci;${SOCI_MYSQL_H_DIR}"
    INTERFACE_LINK_LIBRARIES "${SOCI_MYSQL_STATIC_LIBRARY};${SOCI_CORE_STATIC_LIBRARY};dl")
endif()
