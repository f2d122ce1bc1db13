import Basics
import TestKit
import Testing

@testable import Storage

@Suite("State directory") struct StateDirectoryTests {
  private let scratch: TemporaryDirectory

  init() throws { scratch = try TemporaryDirectory() }

  private func code(_ path: String) -> StorageError.Code? {
    do throws(StorageError) {
      _ = try StateDirectory(path)
      return nil
    } catch {
      return error.code
    }
  }

  @Test func itIsMadeForItsOwnerOnly() throws {
    let directory = try StateDirectory(scratch.file("state/"))
    #expect(directory.path == scratch.file("state"))
    #expect(try FileBytes.permissions(directory.path) == 0o700)
    #expect(try StateDirectory(directory.path).path == directory.path)
    #expect(directory.file("x") == directory.path + "/x")
  }

  @Test func oneThatIsOpenToOthersIsRefusedAndLeftAsItIs() {
    #expect(code("/tmp") == .directoryOpen)
  }

  @Test func whatCannotBeADirectoryIsRefusedWithPathAndFix() throws {
    let file = try scratch.write("x", to: "file")
    for path in [file, file + "/below", scratch.file("no/parent"), "/proc/nothing"] {
      do throws(StorageError) {
        _ = try StateDirectory(path)
        Issue.record("\(path) must be refused")
      } catch {
        #expect(error.code == .directoryUnwritable)
        #expect(error.message.contains(path))
        #expect(error.message.contains("state.directory"))
      }
    }
  }
}
