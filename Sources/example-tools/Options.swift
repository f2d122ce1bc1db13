/// What the command line asks for.
struct Options: Equatable {
  static let usage = "usage: example-tools [--port PORT] [--definitions FILE]"

  /// Loopback port to listen on.
  var port = 8081
  /// JSON file of the tools: an array of definitions, as `tools/list` answers them.
  var definitions = "examples/tools/definitions.json"

  /// - Throws: `OptionsError` for an unknown option, a missing value or a port outside 1…65535.
  init(_ words: [String]) throws(OptionsError) {
    var rest = words[...]
    while let name = rest.popFirst() {
      guard let value = rest.popFirst() else { throw .missingValue(name) }
      switch name {
      case "--port":
        guard let number = Int(value), (1...65_535).contains(number) else { throw .notAPort(value) }
        port = number
      case "--definitions": definitions = value
      default: throw .unknown(name)
      }
    }
  }
}

enum OptionsError: Error, Equatable {
  case unknown(String), missingValue(String), notAPort(String)
}
