import Basics
import FoundationEssentials
import Rego
import Testing

/// Modules in the form that `opa fmt` gives them.
struct FormatterTests {
  private func format(_ text: String, version: RegoVersion = .v1) throws -> String {
    let once = try RegoFormatter(version: version).format(RegoSource(path: "p.rego", text: text))
    #expect(try RegoFormatter().format(RegoSource(path: "p.rego", text: once)) == once, "not idempotent")
    return once
  }

  @Test func `bodies have a line for each literal, and one of a single literal stays behind if`() throws {
    #expect(
      try format("package p\nallow if { input.a == 1; input.b }\nshort if {input.x}\nwide   if{\n x\n}\nx = 1")
        == """
        package p

        allow if {
        \tinput.a == 1
        \tinput.b
        }

        short if input.x

        wide if {
        \tx
        }

        x := 1

        """)
  }

  @Test func `blank lines are kept, one at a time, and rules have one between them`() throws {
    #expect(
      try format("\n\npackage p\nimport data.b\nimport data.a as x\n\n\nimport input.z\na := 1\nb := 2\n\n\nc := 3\ndefault d := 4\n")
        == """
        package p

        import data.a as x
        import data.b

        import input.z

        a := 1
        b := 2

        c := 3

        default d := 4

        """)
    #expect(
      try format("package p\nr if {\n\n\n  a := 1\n\n\n  a > 0\n  a < 3 }\n")
        == "package p\n\nr if {\n\ta := 1\n\n\ta > 0\n\ta < 3\n}\n")
  }

  @Test func `comments stay with what they are about`() throws {
    let text = """
      # About the file.

      # About the package.
      package p # the name

      import data.a # one
      # METADATA
      # title: r
      r := x if { # opens
        # first
        x := [ # list
          1, # one
          # before two
          2,
          # after two
        ] # closed
        y := f(x, # odd
          2)
        # last
      } # done
      # the end
      f(a, b) := a + b
      """
    #expect(
      try format(text) == """
        # About the file.

        # About the package.
        package p # the name

        import data.a # one

        # METADATA
        # title: r
        r := x if { # opens
        \t# first
        \tx := [ # list
        \t\t1, # one
        \t\t# before two
        \t\t2,
        \t\t# after two
        \t] # closed
        \ty := f(
        \t\tx, # odd
        \t\t2,
        \t)
        \t# last
        } # done

        # the end
        f(a, b) := a + b

        """)
  }

  @Test func `a comment inside an expression keeps the expression as it was written`() throws {
    let text = "package p\n\nr if {\n\tinput.a == # why\n\t\t1\n}\n"
    #expect(try format(text) == text)
  }

  @Test func `lists keep their lines, with a comma behind the last`() throws {
    #expect(
      try format("package p\na := [1,2,\n 3,4]\nb := {\"x\":1,\"y\":[\n2]}\nc := {\n  1, 2}\nd := f(\n 1, 2)\nf(x,\n y) := {x |x:=y}")
        == """
        package p

        a := [
        \t1, 2,
        \t3, 4,
        ]

        b := {"x": 1, "y": [2]}

        c := {
        \t1, 2,
        }

        d := f(1, 2)

        f(
        \tx,
        \ty,
        ) := {x | x := y}

        """.replacing("[2]}", with: "[\n\t2,\n]}"))
  }

  @Test func `operators inside operators have parentheses, and meaning is kept`() throws {
    #expect(
      try format("package p\nx := 1 + 2 * 3 - 4\ny if 1 + 2 == 3\nz if (1 == 2) == false\nw if (1 in [1]) == true\nu := {(a|b)}\na := {1}\nb := a")
        == """
        package p

        x := (1 + (2 * 3)) - 4
        y if 1 + 2 == 3
        z if 1 == 2 == false
        w if (1 in [1]) == true
        u := {(a | b)}
        a := {1}
        b := a

        """)
  }

  @Test func `comprehensions, every, some and with`() throws {
    let text = """
      package p
      r if {
        every k,v in input.m { k == v ; v }
        every x in [1,2] { x > 0 }
        some a,b in input.m
        some c
        xs := [ y|y := input.ys[_];y > c]
        zs := {z: 1 |
          z := xs[_]
          z != 2}
        not a in xs
        t with input as {"a": 1} with data.b as 2
        t with input.x as 3
          with data.b as 4
      }
      t := true
      """
    #expect(
      try format(text) == """
        package p

        r if {
        \tevery k, v in input.m { k == v; v}
        \tevery x in [1, 2] { x > 0 }
        \tsome a, b in input.m
        \tsome c
        \txs := [y | y := input.ys[_]; y > c]
        \tzs := {z: 1 |
        \t\tz := xs[_]
        \t\tz != 2
        \t}
        \tnot a in xs
        \tt with input as {"a": 1} with data.b as 2
        \tt with input.x as 3
        \t\twith data.b as 4
        }

        t := true

        """)
  }

  @Test func `else stays behind a brace or gets lines of its own`() throws {
    #expect(
      try format("package p\na := 1 if { input.x } else := 2 if input.y\nb := 1 if {\n  input.x\n} else := 2 if {\n  input.y\n}\nelse := 3\n")
        == """
        package p

        a := 1 if input.x

        else := 2 if input.y

        b := 1 if {
        \tinput.x
        } else := 2 if {
        \tinput.y
        }

        else := 3

        """)
  }

  @Test func `strings, numbers and names are written as they were`() throws {
    let text = #"""
      package p["a-b"].c

      s := "a\u0000\t\"b\" {"
      raw := `x\y`
      t := $"v {input.a + 1} \{"
      n := 1.50e3
      r := input.x["y z"].if["else"].w[0]
      """#
    #expect(try format(text) == text.replacing("c\n\ns", with: "c\n\ns") + "\n")
    #expect(try format("package p\nr := input[\"x\"][\"y z\"]") == "package p\n\nr := input.x[\"y z\"]\n")
  }

  @Test func `Rego v0 becomes v1`() throws {
    let text = "package p\nimport future.keywords.in\ndeny[msg] { msg = \"no\"; not ok }\nok { true } { input.x }\np[x] = y { y = x }"
    #expect(
      try format(text) == """
        package p

        import rego.v1

        deny contains msg if {
        \tmsg = "no"
        \tnot ok
        }

        ok if true

        ok if input.x

        p[x] := y if y = x

        """.replacing("ok if input.x", with: "ok if input.x"))
    #expect(throws: RegoError.self) { try format("package p\nimport rego.v1\nallow { true }\n") }
    #expect(throws: RegoError.self) { try format("package p\nr if {") }
  }

  @Test func `what is formatted answers as before`() throws {
    let text = """
      package p
      xs := [x|some i,x in input.xs; i%2==0;x*2+1 != 5 - -3]
      m[k] := v if {some k,v in {"a":1,"b":{2|true}}}
      s contains {"k": y} if { y := xs[_] ; not y in {1,
        2} }
      big := "b" if count(xs) > 10 else := "s" if count(xs)>0 else := "n"
      """
    let input = try JSONValue.parse(#"{"xs": [1, 2, 3, 4, 5, 6, 7]}"#)
    let answers = try [text, format(text)].map { text in
      let policy = try CompiledPolicy(sources: [RegoSource(path: "p.rego", text: text)])
      return try policy.query("data.p").evaluate(RegoInput(input), in: RegoContext())?.json.text
    }
    #expect(answers[0] != nil && answers[0] == answers[1])
  }

  /// Statements put together at random, with comments and line ends in odd places.
  @Test func `any module is formatted into one that formats to itself`() throws {
    let pieces = [
      "a := 1", "b contains x if { some x in [1,\n2] }", "c[k] := v if {\n k := \"x\" # k\n v := {1,2|true}[_] }",
      "# alone", "d if not a == 2 # behind", "default e := {\"x\":\n1}", "f(x, [y, _]) := z if { z := x+y*2 }",
      "g := {\"a\": [1, # one\n 2], \"b\":\n # two\n 3}", "h if { every x in [1] {\n# in\nx } }",
      "i := 1 if { a } else := 2 if { # c\n d }\n# e\nelse := 3", "j := [x |\n# why\nx := [1][_] # yes\n]", "\n\n",
      "k if { a with input as\n{} \n\n\n# tail\n}", "l := f(1, # n\n[2,\n3])", "m := `raw\n  text` # after",
    ]
    var state: UInt64 = 42
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    for _ in 0..<300 {
      let chosen = (0..<(1 + next(8))).map { _ in pieces[next(pieces.count)] }
      let comments = chosen.reduce(0) { $0 + $1.count { $0 == "#" } }
      let result = try format("package p\n" + chosen.joined(separator: "\n"))
      #expect(result.count { $0 == "#" } == comments, "a comment is lost or doubled:\n\(result)")
    }
  }

  @Test func `differences are shown as diff -u shows them`() {
    let old = (1...12).map { "l\($0)" }
    var new = old
    new[5] = "changed"
    new.append("more")
    let difference = LineDifference(from: old.joined(separator: "\n") + "\n", to: new.joined(separator: "\n") + "\n")
    #expect(
      difference.text(path: "a.rego") == """
        --- a.rego
        +++ a.rego (formatted)
        @@ -3,10 +3,11 @@
         l3
         l4
         l5
        -l6
        +changed
         l7
         l8
         l9
         l10
         l11
         l12
        +more

        """)
    #expect(LineDifference(from: "x\n", to: "x\n").isEmpty)
  }
}
