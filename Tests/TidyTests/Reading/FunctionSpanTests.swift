import Testing

@Suite("Function span")
struct FunctionSpanTests {
  static func spans(_ text: String) -> [[Int]] {
    FunctionSpan.all(in: SourceMask(Array(text.utf8)).code).map { [$0.firstLine, $0.lines] }
  }

  @Test(arguments: [
    ("func a() {\n  b()\n}\n", [[0, 3]]),
    ("func a() { b { c } }", [[0, 1]]),
    ("protocol P {\n  func a() -> Int\n  func b()\n  var c: Int { get }\n}", [[3, 1]]),
    ("func a(\n  b: () -> Void = {}\n) -> [String: Int]\nwhere T: U {\n}\n", [[0, 5]]),
    ("struct S {\n  init?(x: Int) {\n  }\n  let y = S.init(x: 1)\n}", [[1, 2]]),
    ("static func == (l: S, r: S) -> Bool {\n}", [[0, 2]]),
    ("var x: Int {\n  1\n}\nvar y = [1].map {\n $0 }\nvar z: Int\n", [[0, 3]]),
    ("func a() {\n  func b() {\n  }\n}", [[0, 4], [1, 2]]),
    ("let f = \"func a() {\" // func b() {\n", []),
    ("deinit {\n}\nsubscript(i: Int) -> Int {\n 0 }", [[0, 2], [2, 2]]),
    ("func a() throws(E)\n  -> Int\n{\n}", [[0, 4]]),
  ])
  func bodiesAreMeasuredFromTheirKeyword(text: String, expected: [[Int]]) {
    #expect(Self.spans(text) == expected)
  }
}
