import Rego
import Testing

/// A module that is refused, and why.
struct CompileErrorCase: Sendable, CustomTestStringConvertible {
  var note: String
  var modules: [String]
  var version: RegoVersion
  var isStrict: Bool
  var code: RegoError.Code
  var row: Int
  var column: Int
  var message: String
  /// Lines below the message, if they matter.
  var details: [String]

  init(
    _ note: String, _ modules: String..., version: RegoVersion = .v1, isStrict: Bool = false, code: RegoError.Code,
    at row: Int, _ column: Int, _ message: String, details: [String] = []
  ) {
    self.note = note
    self.modules = modules.map { $0.hasPrefix("package ") || $0.hasPrefix("#\n") ? $0 : "package t\n" + $0 }
    self.version = version
    self.isStrict = isStrict
    self.code = code
    self.row = row
    self.column = column
    self.message = message
    self.details = details
  }

  var testDescription: String { note }

  var errors: [RegoError] {
    var options = RegoOptions(version: version)
    options.isStrict = isStrict
    do throws(RegoErrors) {
      let sources = modules.enumerated().map { RegoSource(path: "t\($0).rego", text: $1) }
      _ = try CompiledPolicy(sources: sources, options: options)
      return []
    } catch {
      return error.errors
    }
  }
}
