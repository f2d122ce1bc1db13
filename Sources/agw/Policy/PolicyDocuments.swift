import ArgumentParser
import Basics

/// What a query is put to: policies with their data, and an input.
struct PolicyDocuments: ParsableArguments {
  @Option(
    name: [.customShort("d"), .customLong("data"), .customShort("b"), .customLong("bundle")],
    help: "File, directory or bundle (.tar.gz) of policies and data; may be given again.")
  var data: [String] = []

  @Option(name: .shortAndLong, help: "File with the input document, JSON.")
  var input: String?

  /// Largest input document that is read, in bytes.
  static let inputBytesMax = 16 << 20

  /// The input document, if one was named.
  func inputValue() throws -> JSONValue? {
    guard let input else { return nil }
    return try JSONValue.parse(FileBytes.read(input, bytesMax: Self.inputBytesMax))
  }
}
