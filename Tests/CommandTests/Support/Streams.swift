import Basics
import Synchronization
import TestKit

/// Files for the standard streams of one process.
struct Streams {
  private static let count = Atomic<Int>(0)

  /// Input, output, errors.
  let paths: [String]

  init(in directory: String, input: String = "") throws {
    let number = Self.count.add(1, ordering: .relaxed).newValue
    paths = ["in", "out", "err"].map { "\(directory)/.\(number).\($0)" }
    try TestFile.write(Array(input.utf8), to: paths[0], mode: 0o600)
  }

  func text(_ stream: Int) -> String {
    let bytes = (try? FileBytes.read(paths[stream], bytesMax: 1 << 24)) ?? []
    return String(decoding: bytes, as: UTF8.self)
  }
}
