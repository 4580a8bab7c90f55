\

r'c'