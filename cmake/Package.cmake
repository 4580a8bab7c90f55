# A Debian package of what `cmake --install` installs: cmake --build --preset release --target package
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME dbmig)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_DESCRIPTION
"dbmig takes databases of MySQL and MariaDB from one revision of their schema to
another. It reads the configuration, the revision ids and the version table of
Alembic, runs plain SQL, and finishes what an interrupted run has left.")
set(CPACK_PACKAGE_VENDOR dbmig)
set(CPACK_PACKAGE_CONTACT "dbmig <dbmig@localhost>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION database)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# What --push-gateway loads.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "libcurl4 | libcurl4t64")
# What --scratch starts, and the certificates of authorities for servers with public ones.
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "mariadb-server-core, mariadb-client-core, ca-certificates")
include(CPack)
