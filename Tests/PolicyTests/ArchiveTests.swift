import TestKit
import Testing

@testable import Policy

@Suite("Archives")
struct ArchiveTests {
  private let limits = ArchiveLimits(
    unpackedBytesMax: 100_000, fileBytesMax: 10_000, entriesMax: 5, pathBytesMax: 200)

  private func files(_ archive: TestArchive) throws(ArchiveError) -> [String: String] {
    let unpacked = try Gzip.unpack(archive.bytes, bytesMax: limits.unpackedBytesMax)
    let files = try TarReader(limits: limits).files(in: unpacked)
    return Dictionary(uniqueKeysWithValues: files.map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) })
  }

  private func code(_ make: (inout TestArchive) -> Void) -> ArchiveError.Code? {
    var archive = TestArchive()
    make(&archive)
    do throws(ArchiveError) {
      _ = try files(archive)
      return nil
    } catch {
      return error.code
    }
  }

  @Test func filesAreReadWhateverTheirNamesBeginWith() throws {
    var archive = TestArchive()
    archive.add("./", [], kind: "5")
    archive.add("/a/data.json", Array("{}".utf8))
    archive.add("./b.rego", Array("package b".utf8))
    archive.add("c", [])
    #expect(try files(archive) == ["a/data.json": "{}", "b.rego": "package b", "c": ""])
  }

  @Test func longNamesOfBothKindsAreRead() throws {
    let long = String(repeating: "d/", count: 60) + "data.json"
    var archive = TestArchive()
    let record = "path=\(long)\n"
    // The length counts its own digits.
    archive.add("pax", Array("\(record.utf8.count + 4) \(record)".utf8), kind: "x")
    archive.add("short", Array("1".utf8))
    archive.add("././@LongLink", Array("e\(long)\0".utf8), kind: "L")
    archive.add("short", Array("2".utf8))
    #expect(try files(archive) == [long: "1", "e\(long)": "2"])
  }

  @Test(arguments: ["../evil.rego", "a/../../evil.rego", "/../etc/passwd", "a/..", "a\\..\\b", "a\nb"])
  func pathsThatClimbOutAreRefused(_ path: String) {
    #expect(code { $0.add(path, [1]) } == .pathOutside)
    #expect(code { $0.add(path, [], kind: "5") } == .pathOutside)
  }

  @Test(arguments: ["1", "2", "3", "4", "6", "S"] as [Character])
  func linksAndDevicesAreRefused(_ kind: Character) {
    #expect(code { $0.add("a", [], kind: kind) } == .entryRefused)
  }

  @Test func theSameNameTwiceIsRefused() {
    #expect(
      code {
        $0.add("a.rego", [1])
        $0.add("./a.rego", [2])
      } == .entryRefused)
    #expect(code { $0.add("/", [1]) } == .entryRefused)
  }

  @Test func limitsHold() {
    #expect(code { $0.add("a", [UInt8](repeating: 0, count: 10_001)) } == .tooLarge)
    #expect(code { $0.add("a", [], size: 1 << 30) } == .tooLarge)
    #expect(code { $0.add("a", [], size: 9_000) } == .truncated)
    #expect(code { for index in 0..<6 { $0.add("\(index)", []) } } == .tooManyFiles)
    #expect(code { for index in 0..<20 { $0.add("\(index)", [UInt8](repeating: 0, count: 9_000)) } } == .tooLarge)
  }

  @Test func halfAnArchiveIsNone() {
    let whole = TestArchive(["a.rego": String(repeating: "x", count: 3_000)]).bytes
    for length in [0, 1, 9, 10, 500, whole.count - 9, whole.count - 1] {
      #expect(throws: ArchiveError.self) { try Gzip.unpack(Array(whole.prefix(length)), bytesMax: 100_000) }
    }
    #expect(throws: ArchiveError.self) { try Gzip.unpack(whole + [1, 2, 3], bytesMax: 100_000) }
    #expect(throws: ArchiveError.self) { try Gzip.unpack(Array("<html>".utf8), bytesMax: 100_000) }
    var tar = TestArchive(["a.rego": "x"]).tar
    tar[300] ^= 1
    #expect(throws: ArchiveError.self) { try TarReader(limits: .standard).files(in: tar) }
    #expect(throws: ArchiveError.self) { try TarReader(limits: .standard).files(in: Array(tar.prefix(700))) }
  }

  @Test func severalMembersAreOneFile() throws {
    let two = TestArchive.gzip([1, 2]) + TestArchive.gzip([3])
    #expect(try Gzip.unpack(two, bytesMax: 3) == [1, 2, 3])
    #expect(throws: ArchiveError.self) { try Gzip.unpack(two, bytesMax: 2) }
  }

  /// A hundred thousand zeros in 132 bytes, as gzip packs them.
  @Test func aBombEndsAtTheLimit() throws {
    let head: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 0xFF]
    let start: [UInt8] = [0xED, 0xC1, 0x31, 1, 0, 0, 0, 0xC2, 0xA0, 0xF5, 0x4F, 0x6D, 0x0D, 0x0F, 0xA0]
    let end: [UInt8] = [0x80, 0x57, 3, 0x7D, 0x95, 0x11, 0xD4, 0xA0, 0x86, 1, 0]
    let bomb = head + start + [UInt8](repeating: 0, count: 96) + end
    #expect(try Gzip.unpack(bomb, bytesMax: 100_000) == [UInt8](repeating: 0, count: 100_000))
    var code: ArchiveError.Code?
    do throws(ArchiveError) {
      _ = try Gzip.unpack(bomb, bytesMax: 99_999)
    } catch {
      code = error.code
    }
    #expect(code == .tooLarge)
  }

  @Test func noBytesMakeTheReadersTrap() {
    var random = SeededGenerator(seed: 7)
    let seed = TestArchive(["a.rego": "package a", "b/data.json": "{}"]).tar
    for _ in 0..<2_000 {
      var bytes = seed
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
      _ = try? TarReader(limits: limits).files(in: bytes)
      _ = try? Gzip.unpack(TestArchive.gzip(bytes).dropLast(2) + bytes.prefix(4), bytesMax: 10_000)
    }
  }
}
