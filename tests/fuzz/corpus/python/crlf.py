x = '''a
b\r
c'''
if x: \r
  y