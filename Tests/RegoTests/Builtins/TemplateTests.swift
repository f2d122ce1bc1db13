import Testing

@Suite("Built-ins: strings.render_template")
struct TemplateTests {
  @Test(arguments: [
    ("{{.a}}-{{.n}}", "x-5"), ("{{.gone}}", "<undefined>"), ("{{.o.k}}", "v"), ("{{ .l }}{{.o}}", "[1 2]map[k:v]"),
    ("{{if .t}}yes{{else}}no{{end}}", "yes"), ("{{if .f}}a{{else if .t}}b{{end}}", "b"), ("{{if and .t .a}}x{{end}}", "x"),
    ("{{range .l}}<{{.}}>{{end}}", "<1><2>"), ("{{range $i, $x := .l}}{{$i}}={{$x}};{{end}}", "0=1;1=2;"),
    ("{{range $k, $v := .o}}{{$k}}{{$v}}{{end}}", "kv"), ("{{range .e}}x{{else}}empty{{end}}", "empty"), ("{{range 3}}{{.}}{{end}}", "012"),
    ("{{range .l}}{{if eq . \"2\"}}{{break}}{{end}}{{.}}{{end}}", "1"), ("{{with .o}}{{.k}}{{end}}", "v"),
    ("{{with $x := .a}}{{$x}}{{end}}", "x"),
    ("{{$y := \"a\"}}{{$y = \"b\"}}{{$y}}", "b"), ("{{len .l}} {{index .l 1}} {{index .o \"k\"}}", "2 2 v"),
    ("{{.a | printf \"%q\"}}", "\"x\""),
    ("{{printf \"%s-%d\" .a 7}}", "x-7"), ("{{ print 1 2 \"a\" \"b\" 3 }}", "1 2ab3"),
    ("{{html \"<a>\"}} {{urlquery \"a b\"}} {{js \"'\"}}", "&lt;a&gt; a+b \\'"),
    ("{{not .f}} {{lt 1 2}} {{ne .a \"y\"}} {{eq .a \"q\" \"x\"}}", "true true true true"), ("a {{- 1 -}} b", "a1b"),
    ("{{/* note */}}x", "x"),
    ("{{define \"t\"}}[{{.}}]{{end}}{{template \"t\" .a}}", "[x]"), ("{{block \"b\" .o}}{{.k}}{{end}}", "v"),
    ("{{(index .l 0)}}", "1"), ("{{slice .a 0 1}}", "x"),
  ])
  func renders(_ template: String, _ text: String) throws {
    let input = #"{"a": "x", "n": 5, "l": [1, 2], "o": {"k": "v"}, "t": true, "f": false, "e": []}"#
    let escaped = template.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    let got = try BuiltinCase.answer("strings.render_template(\"\(escaped)\", input)", input: input)
    let wanted = "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    #expect(got == wanted)
  }

  @Test(arguments: [
    ("{{", "unclosed action"), ("{{if .a}}", "unexpected EOF"), ("{{nope .a}}", "function \"nope\" not defined"),
    ("{{.a.b}}", "can't evaluate field b"),
    ("{{template \"x\"}}", "not defined"), ("{{end}}", "unexpected {{end}}"),
    ("{{lt 1 \"a\"}}", "incompatible types"), ("{{break}}", "outside {{range}}"),
    ("{{index .l 7}}", "index out of range"), ("{{$x}}", "undefined variable"),
  ])
  func refuses(_ template: String, _ message: String) throws {
    let escaped = template.replacing("\"", with: "\\\"")
    try BuiltinCase.fails("strings.render_template(\"\(escaped)\", input)", message).check(input: #"{"a": "x", "l": [1]}"#)
  }

  @Test func loopsAndRecursionAreBounded() throws {
    let loop = #"strings.render_template("{{define \"t\"}}{{template \"t\" .}}{{end}}{{template \"t\" .}}", {})"#
    try BuiltinCase.fails(loop, "call each other", .sizeLimit).check()
    try BuiltinCase.fails(#"strings.render_template("{{range 99999999}}x{{end}}", {})"#, "loop", .sizeLimit).check()
  }
}
