// SAFETY: the memory outlives the draft, which does not leave the closure that was given the memory; the layout below
// is checked when the draft is made.
/// A line in scratch memory: an entry's members, with room before them for the number and after them for the hash of
/// the line before.
///
/// The number is known once the entry has its place, and the hash once the line before has one; everything else is
/// written without a lock held.
@safe struct LineDraft: ~Copyable {
  /// Room for the opening, twenty digits and a comma.
  static let frontBytes = 40
  /// What follows the members: the joint, the digits of a hash, the closing, and the line end.
  static let backBytes = LineFrame.tailBytes + 1

  private let memory: UnsafeMutableRawBufferPointer
  private let end: Int

  /// - Parameter members: Bytes that were written from ``frontBytes`` on; there is room for ``backBytes`` more.
  init?(_ memory: UnsafeMutableRawBufferPointer, members: Int) {
    let tail = Self.frontBytes + members
    end = tail + Self.backBytes
    guard members >= 0, end <= memory.count else { return nil }
    unsafe self.memory = memory
    unsafe Self.copy(LineFrame.joint, to: memory, at: tail)
    unsafe Self.copy(LineFrame.closing, to: memory, at: end - 1 - LineFrame.closing.count)
    unsafe memory[end - 1] = 0x0a
  }

  /// The most bytes that the line may have, whatever its number.
  var bytesMax: Int { end }

  /// The line with its line end; the digits of its hash are not written yet.
  borrowing func numbered(_ sequence: UInt64) -> UnsafeBufferPointer<UInt8> {
    var start = Self.frontBytes - 1
    unsafe memory[start] = 0x2c
    var rest = sequence
    repeat {
      start -= 1
      unsafe memory[start] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    start -= LineFrame.opening.count
    unsafe Self.copy(LineFrame.opening, to: memory, at: start)
    let line = unsafe UnsafeRawBufferPointer(rebasing: memory[start..<end])
    return unsafe line.assumingMemoryBound(to: UInt8.self)
  }

  private static func copy(_ bytes: [UInt8], to memory: UnsafeMutableRawBufferPointer, at place: Int) {
    unsafe UnsafeMutableRawBufferPointer(rebasing: memory[place..<(place + bytes.count)]).copyBytes(from: bytes)
  }
}
