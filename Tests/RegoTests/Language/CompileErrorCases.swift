import Rego

enum CompileErrorCases {
  static let parse: [CompileErrorCase] = [
    CompileErrorCase("no package", "#\nallow := true", code: .parse, at: 2, 1, "package expected"),
    CompileErrorCase(
      "half a package", "package foo.", code: .parse, at: 1, 13, "unexpected eof token: expected ident"),
    CompileErrorCase("no if", "p { true }", code: .parse, at: 2, 3, "unexpected { token: `if` keyword is required before rule body"),
    CompileErrorCase("no contains", "p[\"a\"]", code: .parse, at: 2, 1, "`contains` keyword is required for partial set rules"),
    CompileErrorCase("a name alone", "p", code: .parse, at: 2, 1, "var cannot be used for rule name"),
    CompileErrorCase("an empty body", "p if {}", code: .parse, at: 2, 7, "unexpected } token: found empty body"),
    CompileErrorCase("an open body", "p if { true", code: .parse, at: 2, 12, "unexpected eof token: expected new line, `;` or the end of the body"),
    CompileErrorCase("an open string", "p := \"a", code: .parse, at: 2, 6, "non-terminated string"),
    CompileErrorCase("a bad escape", "p := \"\\q\"", code: .parse, at: 2, 6, "illegal escape sequence"),
    CompileErrorCase("a leading zero", "p := 01", code: .parse, at: 2, 8, "illegal number format"),
    CompileErrorCase("a stray character", "p := ?", code: .parse, at: 2, 6, "illegal token"),
    CompileErrorCase("a default with a variable", "default p := x", code: .parse, at: 2, 1, "illegal default rule (value cannot contain var)"),
    CompileErrorCase("a default without a value", "default p", code: .parse, at: 2, 1, "default rules must have a value"),
    CompileErrorCase("else on a set", "p contains 1 if true else := 2", code: .parse, at: 2, 22, "unexpected else keyword: else keyword cannot be used on multi-value rules"),
    CompileErrorCase("an import of nothing", "import foo.bar", code: .parse, at: 2, 1, "unexpected import path, must begin with one of: {data, future, input, rego}, got: foo"),
    CompileErrorCase("a keyword that does not exist", "import future.keywords.xyz", code: .parse, at: 2, 1, "unexpected keyword `xyz`, must be one of [contains every if in not]"),
  ]

  static let names: [CompileErrorCase] = [
    CompileErrorCase("assigned twice", "p if { x := 1; x := 2 }", code: .compile, at: 2, 16, "var x assigned above"),
    CompileErrorCase("declared twice", "p if { some x; some x; x = 1 }", code: .compile, at: 2, 21, "var x declared above"),
    CompileErrorCase("used before it is assigned", "p if { x == 1; x := 1 }", code: .compile, at: 2, 16, "var x referenced above"),
    CompileErrorCase("an argument assigned", "f(x) := 1 if { x := 1 }", code: .compile, at: 2, 16, "arg x redeclared"),
    CompileErrorCase("declared and never used", "p if { some x; true }", code: .compile, at: 2, 8, "declared var x unused"),
    CompileErrorCase("assigned to a reference", "p if { input.x := 1 }", code: .compile, at: 2, 8, "cannot assign to ref"),
    CompileErrorCase("assigned in a negation", "p if { not x := 1 }", code: .compile, at: 2, 12, "cannot assign vars inside negated expression"),
    CompileErrorCase("a rule called input", "input := 1", code: .compile, at: 2, 1, "rules must not shadow input (use a different rule name)"),
    CompileErrorCase("a variable called data", "p if { data := 1; data == 1 }", code: .compile, at: 2, 8, "variables must not shadow data (use a different variable name)"),
    CompileErrorCase("imported twice", "import data.a\nimport data.b.a\np := a", code: .compile, at: 3, 1, "import must not shadow import data.a"),
    CompileErrorCase("with on nothing", "p if true with foo.bar as 1", code: .type, at: 2, 16, "with keyword target must reference existing input, data, or a function"),
    CompileErrorCase("strict: an unused import", "import data.a\np := 1", isStrict: true, code: .compile, at: 2, 1, "import data.a unused"),
    CompileErrorCase("strict: an unused variable", "p if { x := 1 }", isStrict: true, code: .compile, at: 2, 8, "assigned var x unused"),
    CompileErrorCase("strict: an unused argument", "f(x) := 1", isStrict: true, code: .compile, at: 2, 1, "unused argument x. (hint: use _ (wildcard variable) instead)"),
    CompileErrorCase("strict v0: a rule called data", "data = 1 { true }", version: .v0, isStrict: true, code: .compile, at: 2, 1, "rules must not shadow data (use a different rule name)"),
  ]

  static let safety: [CompileErrorCase] = [
    CompileErrorCase("a variable without a value", "p if { x == 2 }", code: .unsafeVariable, at: 2, 8, "var x is unsafe"),
    CompileErrorCase("only negated", "p if { not x }", code: .unsafeVariable, at: 2, 8, "var x is unsafe"),
    CompileErrorCase("in the head", "p := x if true", code: .unsafeVariable, at: 2, 6, "var x is unsafe"),
    CompileErrorCase("in a comprehension", "p := [x | true]", code: .unsafeVariable, at: 2, 7, "var x is unsafe"),
    CompileErrorCase("in an else branch", "p := 1 if false else := x", code: .unsafeVariable, at: 2, 25, "var x is unsafe"),
    CompileErrorCase("the cause, not what follows", "p if { b := a[0]; c := b + 1; c > d }\n", code: .unsafeVariable, at: 2, 8, "var a is unsafe"),
    CompileErrorCase("printed", "p if { some x; print(x) }", code: .compile, at: 2, 22, "var x is undeclared"),
    CompileErrorCase("several rules on a line", "p if { x == 2 } q if { true }", code: .unsafeVariable, at: 2, 8, "var x is unsafe in rule p"),
  ]

  static let rules: [CompileErrorCase] = [
    CompileErrorCase("itself", "p if p", code: .recursion, at: 2, 1, "rule data.t.p is recursive: data.t.p -> data.t.p"),
    CompileErrorCase("its own package", "p contains k if data.t[k] == 1", code: .recursion, at: 2, 1, "rule data.t.p is recursive: data.t.p -> data.t.p"),
    CompileErrorCase("each other", "a if b\nb if c\nc if a", code: .recursion, at: 2, 1, "rule data.t.a is recursive: data.t.a -> data.t.b -> data.t.c -> data.t.a"),
    CompileErrorCase("a function of itself", "f(x) := f(x - 1)", code: .recursion, at: 2, 1, "rule data.t.f is recursive: data.t.f -> data.t.f"),
    CompileErrorCase("two kinds", "p := 1\np contains 2", code: .type, at: 2, 1, "conflicting rules data.t.p found"),
    CompileErrorCase("two arities", "f(x) := x\nf(x, y) := x + y", code: .type, at: 2, 1, "conflicting rules data.t.f found"),
    CompileErrorCase("a value and members", "p := 1\np.a := 2", code: .type, at: 2, 1, "rule data.t.p conflicts with [data.t.p.a]"),
    CompileErrorCase("two defaults", "default p := 1\ndefault p := 2", code: .type, at: 2, 1, "multiple default rules data.t.p found at t0.rego:2, t0.rego:3"),
    CompileErrorCase("a package at a rule's place", "package t\np := 1", "package t.p\nq := 2", code: .type, at: 1, 1, "package t.p conflicts with rule p defined at t0.rego:2"),
    CompileErrorCase("an empty package at a rule's place", "package t\np := 1", "package t.p", code: .type, at: 1, 1, "package t.p conflicts with rule p defined at t0.rego:2"),
    CompileErrorCase("an unknown function", "p := frob(1)", code: .type, at: 2, 6, "undefined function frob"),
    CompileErrorCase("an unknown function of a package", "p := data.x.frob(1)", code: .type, at: 2, 6, "undefined function data.x.frob"),
    CompileErrorCase("too many arguments", "f(x) := x\np := f(1, 2)", code: .type, at: 3, 6, "function data.t.f has arity 1, got 2 arguments"),
    CompileErrorCase(
      "too few for a built-in", "p := startswith(\"a\")", code: .type, at: 2, 6, "startswith: arity mismatch",
      details: ["have: (string)", "want: (search: string, base: string, result: boolean)"]),
    CompileErrorCase("a deprecated function", "p := any([true])", code: .type, at: 2, 6, "deprecated built-in function calls in expression: any"),
  ]

  static let types: [CompileErrorCase] = [
    CompileErrorCase("kinds that never match", "p if { x := 1; x == \"a\" }", code: .type, at: 2, 16, "match error", details: ["left  : number", "right : string"]),
    CompileErrorCase("arrays of other lengths", "p if [1, 2] = [1]", code: .type, at: 2, 6, "match error", details: ["left  : array<number, number>", "right : array<number>"]),
    CompileErrorCase("a built-in's argument", "p := upper(1)", code: .type, at: 2, 6, "upper: invalid argument(s)", details: ["have: (number, ???)", "want: (x: string, y: string)"]),
    CompileErrorCase("an operator's argument", "p := 1 + \"a\"", code: .type, at: 2, 6, "plus: invalid argument(s)", details: ["have: (number, string, ???)", "want: (x: number, y: number, z: number)"]),
    CompileErrorCase("a result as an argument", "p := count(1 + 1)", code: .type, at: 2, 6, "count: invalid argument(s)"),
    CompileErrorCase("a function's argument", "f(x) := x + 1\np := f(\"a\")", code: .type, at: 3, 6, "data.t.f: invalid argument(s)"),
    CompileErrorCase(
      "a member that is not there", "q := {\"a\": 1}\np := q.b", code: .type, at: 3, 6, "undefined ref: data.t.q.b",
      details: ["data.t.q.b", "         ^", "         have: \"b\"", "         want (one of): [\"a\"]"]),
    CompileErrorCase("a member of a scalar", "q := 1\np := q.b", code: .type, at: 3, 6, "undefined ref: data.t.q.b"),
    CompileErrorCase("a local's member", "p if { x := {\"a\": 1}; x.b }", code: .type, at: 2, 23, "undefined ref: x.b"),
    CompileErrorCase("a set's element", "q contains 1\np if q[\"a\"]", code: .type, at: 3, 6, "undefined ref: data.t.q.a"),
    CompileErrorCase("an element of a comprehension", "p := [upper(x) | some x in [1]]", code: .type, at: 2, 7, "upper: invalid argument(s)"),
    CompileErrorCase("a stand-in of another arity", "f(_, _) := 1\np if count([1]) with count as f", code: .type, at: 3, 17, "count: arity mismatch"),
    CompileErrorCase(
      "an inline schema", "# METADATA\n# schemas:\n# - input: {type: object, properties: {user: {type: string}}}\np := input.usr", code: .type,
      at: 5, 6, "undefined ref: input.usr", details: ["input.usr", "      ^", "      have: \"usr\"", "      want (one of): [\"user\"]"]),
    CompileErrorCase("metadata that is no YAML", "# METADATA\n# title: [\np := rego.metadata.rule()", code: .parse, at: 2, 1, "yaml: "),
    CompileErrorCase("metadata of an unknown scope", "# METADATA\n# scope: galaxy\np := rego.metadata.rule()", code: .parse, at: 2, 1, "invalid annotation scope"),
    CompileErrorCase("metadata of a package on a rule", "# METADATA\n# scope: package\np := rego.metadata.rule()", code: .parse, at: 2, 1, "annotation scope 'package' must be applied to package (have rule)"),
  ]

  static let all = parse + names + safety + rules + types
}
