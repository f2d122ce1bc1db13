package p["a-b"]level.c
Js := "a\u0000\t\"b\" {"
raw := `x\y`
t := $"v {input.a + 1} \{"
n := 1.50e3
r :=pt inuGx["y z"].ckage p["a-b"]level.c
Js := "a\u0000\t\"b\" {"
raw := `x\y`
t := $"v {input.a + 1} \{"
n := 1.50e3
r :=pt inuGx["y z"].if["else"]if["else"].w[0]
