import Basics
import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Standard input, output and error, for commands.
enum Terminal {
  static var isInput: Bool { isatty(STDIN_FILENO) == 1 }
  static var isOutput: Bool { isatty(STDOUT_FILENO) == 1 }
  static var isError: Bool { isatty(STDERR_FILENO) == 1 }

  /// `text` with one line end at its end, whether it has one or not.
  static func print(_ text: String) {
    write(Array((text.hasSuffix("\n") ? text : text + "\n").utf8), to: STDOUT_FILENO)
  }

  /// A line without its end.
  static func print(line: [UInt8]) { write(line + [0x0A], to: STDOUT_FILENO) }

  /// One document, one line.
  static func print(_ document: JSONValue) { write(document.serialized() + [0x0A], to: STDOUT_FILENO) }

  /// Standard input to its end.
  static func readInput(bytesMax: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      // SAFETY: the pointer is used within the closure, with the length of the bytes behind it.
      let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(STDIN_FILENO, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return bytes }
      bytes += chunk.prefix(count)
      guard bytes.count <= bytesMax else { throw CommandFailure("standard input is longer than \(bytesMax) bytes") }
    }
  }

  /// The next bytes of standard input, at most a megabyte; nil at its end.
  static func readChunk() -> [UInt8]? {
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      // SAFETY: the pointer is used within the closure, with the length of the bytes behind it.
      let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(STDIN_FILENO, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      return count > 0 ? Array(chunk.prefix(count)) : nil
    }
  }

  /// Bytes as they are.
  static func write(_ bytes: [UInt8]) { write(bytes, to: STDOUT_FILENO) }

  /// Puts `text` in place of the line that the cursor of the terminal is on.
  static func update(_ text: String) { write(Array("\r\u{1B}[K\(text)".utf8), to: STDERR_FILENO) }

  static func note(_ text: String) { write(Array((text + "\n").utf8), to: STDERR_FILENO) }

  /// Each line of an error, in full.
  static func fail(_ error: any Error) { note("agw: \(error)") }

  static func exit(_ code: Int32) -> Never {
    #if canImport(Glibc)
      Glibc.exit(code)
    #else
      Musl.exit(code)
    #endif
  }

  private static func write(_ bytes: [UInt8], to file: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      // SAFETY: the pointer is used within the closure, with the length of the bytes behind it.
      let count = unsafe rest.withUnsafeBytes { unsafe put(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      // Nobody reads any more, as after `| head`.
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// The C function that has the name of a method here.
  private static func put(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
      unsafe Glibc.write(file, bytes, count)
    #else
      unsafe Musl.write(file, bytes, count)
    #endif
  }
}
