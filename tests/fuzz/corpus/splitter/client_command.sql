\! ls
