#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Finds a text in bytes, many places at a time.
///
/// Thirty-two places are looked at in one step: only where the first and the last byte of the text both fit
/// is the whole compared.
struct ByteSearch: Sendable {
  private typealias Lanes = SIMD32<UInt8>

  let text: [UInt8]
  private let first: Lanes
  private let last: Lanes

  init(_ text: [UInt8]) {
    self.text = text
    first = Lanes(repeating: text.first ?? 0)
    last = Lanes(repeating: text.last ?? 0)
  }

  /// Where the text first stands; nil if nowhere. An empty text stands at the beginning.
  ///
  /// - Complexity: O(n) in bytes for texts whose ends are not frequent, O(n · m) at worst.
  func firstIndex(in bytes: UnsafeRawBufferPointer) -> Int? {
    guard !text.isEmpty else { return 0 }
    let places = bytes.count - text.count + 1
    var place = 0
    while place + Lanes.scalarCount <= places {
      // SAFETY: the last lane of the second load is at `place + 31 + text.count - 1`, below the count.
      let starts = unsafe bytes.loadUnaligned(fromByteOffset: place, as: Lanes.self)
      let ends = unsafe bytes.loadUnaligned(fromByteOffset: place + text.count - 1, as: Lanes.self)
      let hits = (starts .== first) .& (ends .== last)
      if any(hits) {
        for lane in 0..<Lanes.scalarCount where hits[lane] {
          if unsafe stands(at: place + lane, in: bytes) { return place + lane }
        }
      }
      place += Lanes.scalarCount
    }
    while place < places {
      if unsafe stands(at: place, in: bytes) { return place }
      place += 1
    }
    return nil
  }

  /// Whether the text stands at a place from which on there are bytes enough.
  private func stands(at place: Int, in bytes: UnsafeRawBufferPointer) -> Bool {
    guard let base = bytes.baseAddress else { return false }
    return unsafe memcmp(base + place, text, text.count) == 0
  }
}
