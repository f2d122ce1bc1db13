import ArgumentParser
import Basics

/// Where a value comes from: never the command line, which other users of the machine can read.
struct SecretValue: ParsableArguments {
  @Option(help: "File that holds the value; without it, standard input is read to its end.")
  var file: String?

  /// Values are shorter, in bytes; the store says by how much.
  private static let bytesMax = 1 << 20

  /// - Returns: The value without one line end at its end.
  func read() throws -> Redacted<String> {
    var bytes = try file.map { try FileBytes.read($0, bytesMax: Self.bytesMax) } ?? Self.standardInput()
    if bytes.last == 0x0A { bytes.removeLast() }
    guard let text = String(validating: bytes, as: UTF8.self), !text.isEmpty else {
      throw CommandFailure("a value is UTF-8 text of at least one byte")
    }
    return Redacted(text)
  }

  private static func standardInput() throws -> [UInt8] {
    if Terminal.isInput { Terminal.note("Type the value, then Ctrl-D:") }
    return try Terminal.readInput(bytesMax: bytesMax)
  }
}
