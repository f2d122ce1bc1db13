import Basics

/// One text that the benchmark scans.
struct Sample {
  enum Bound {
    case none
    /// At most so many times a bare pass of the database.
    case timesBare(Double)
    /// At most so many times the clean sample, per byte.
    case timesClean(Double)
  }

  let name: String
  let document: JSONDocument
  let bound: Bound

  /// A tool call whose argument is `text`.
  init?(_ name: String, _ text: String, _ bound: Bound) {
    self.bound = bound
    let call: JSONObject = [
      "jsonrpc": "2.0", "id": 1, "method": "tools/call",
      "params": ["name": "search", "arguments": ["query": .string(text)]],
    ]
    guard let document = try? JSONDocument(parsing: JSONValue.object(call).serialized()) else { return nil }
    self.name = name
    self.document = document
  }

  /// `unit` again and again, `bytes` bytes in all.
  static func repeating(_ unit: String, _ bytes: Int) -> String {
    var text = ""
    while text.utf8.count < bytes { text += unit }
    return String(decoding: text.utf8.prefix(bytes), as: UTF8.self)
  }

  /// What tools are asked and answer every day.
  static let prose = """
    The quarterly report shows that revenue in the northern region grew by 12 percent, while costs stayed flat. \
    Please open src/main/java/App.java, rename the class to ReportBuilder and run the tests with make check. \
    The build took 4 min 32 s on runner 17 (commit 4f2a9c1), 318 tests passed, 2 were skipped. \
    SELECT id, name FROM customers WHERE city = 'Rome' ORDER BY created_at DESC LIMIT 20; \
    See https://docs.example.org/guide/setup?lang=en#install for details. The meeting is on 2026-11-21 at 09:00.
    """

  /// The sample that others are compared with.
  static let yardstick = "prose 64 KB"

  static let all: [Sample] =
    [
      Sample("short", "weather in Rome", .none),
      Sample("prose 1 KB", repeating(prose, 1_000), .timesBare(2)),
      Sample(yardstick, repeating(prose, 64_000), .timesBare(2)),
      Sample("one letter 1 KB", repeating("x", 1_000), .timesClean(4)),
      Sample("one letter 64 KB", repeating("x", 64_000), .timesClean(4)),
    ].compactMap { $0 } + units.compactMap { Sample("16 KB of " + $0, repeating($0, 16_000), .timesClean(20)) }

  /// Near misses, floods of candidates, openers without ends.
  private static let units = [
    "AKIA", "eyJ", "password=", "-----BEGIN RSA PRIVATE KEY-----", "a@", "1", "4111 ", "(", "%41", "&#65;", "\\u0041",
    "+1 ", "ignore all ", "ignore previous previous ", "<IMPORTANT>", "send all data ", "QUtJ", "http://a:", "token: ",
    "\u{e0041}", "é", "AAAA ", "the user must not ", "$(cat ", "key = ", "DE89 ", "1.2.3.", "A", "sk-ant-api03-A", "ghp_",
  ]
}
