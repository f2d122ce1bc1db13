package t
p if { x := f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(f(a, b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b), b) }
f(x, y) := x
