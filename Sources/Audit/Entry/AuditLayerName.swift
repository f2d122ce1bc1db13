import Basics
import Synchronization

extension AuditLayer {
  /// A layer's place and name; made once for each layer, and kept.
  ///
  /// Names live as long as the process, so that the many copies that every entry makes count no references.
  // SAFETY: `encoded` points to memory that is written before anyone sees the name, and never changed or freed.
  @safe public struct Name: @unchecked Sendable {
    /// Position in the published order, 1 to 13.
    public let number: Int
    /// The end of the object before, and the beginning of the layer's own, which are the same in every entry.
    let encoded: UnsafeRawBufferPointer

    public init(_ number: Int, _ text: String) {
      self = Self.known.withLock { known in
        if let name = known[Key(number: number, text: text)] { return name }
        let name = Name(number: number, encoding: text)
        known[Key(number: number, text: text)] = name
        return name
      }
    }

    private init(number: Int, encoding text: String) {
      var writer = JSONWriter()
      writer.beginObject()
      writer.key("layer")
      writer.integer(number)
      writer.key("name")
      writer.string(text)
      writer.key("result")
      let bytes = Array("},".utf8) + writer.bytes
      let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
      unsafe memory.copyBytes(from: bytes)
      self.number = number
      unsafe encoded = UnsafeRawBufferPointer(memory)
    }

    /// Names that were made; as many as there are layers.
    private static let known = Mutex<[Key: Name]>([:])

    private struct Key: Hashable {
      let number: Int
      let text: String
    }
  }
}

extension AuditLayer.Name: Equatable {
  public static func == (left: Self, right: Self) -> Bool {
    unsafe left.encoded.baseAddress == right.encoded.baseAddress
  }
}
