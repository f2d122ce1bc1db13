import Basics
import TestKit
import Testing

@Suite("File bytes") struct FileBytesTests {
  private let scratch: TemporaryDirectory

  init() throws { scratch = try TemporaryDirectory() }

  @Test func whatIsReplacedIsReadBack() throws {
    let path = scratch.file("x")
    for bytes in [[], [0, 255, 10], [UInt8](repeating: 7, count: 200_000)] {
      try FileBytes.replace(path, with: bytes, mode: 0o600)
      #expect(try FileBytes.read(path, bytesMax: 200_000) == bytes)
      #expect(try FileBytes.permissions(path) == 0o600)
    }
  }

  @Test func aFileOverItsLimitIsRefused() throws {
    let path = try scratch.write("12345", to: "x")
    #expect(try FileBytes.read(path, bytesMax: 5).count == 5)
    #expect(throws: FileError.self) { try FileBytes.read(path, bytesMax: 4) }
  }

  @Test func aFailedReplacementLeavesNothingBehind() throws {
    let path = scratch.file("no/such/directory")
    #expect(throws: FileError.self) { try FileBytes.replace(path, with: [1], mode: 0o600) }
    do throws(FileError) {
      _ = try FileBytes.read(path, bytesMax: 1)
      Issue.record("must fail")
    } catch {
      #expect(error.isNotFound)
      #expect("\(error)" == "cannot open \(path): No such file or directory")
    }
  }

  @Test func whatIsThereIsNotCreatedOver() throws {
    let path = try scratch.write("old", to: "x")
    do throws(FileError) {
      try FileBytes.create(path, with: [1], mode: 0o600)
      Issue.record("must fail")
    } catch {
      #expect(error.isAlreadyThere)
    }
    #expect(try FileBytes.read(path, bytesMax: 10) == Array("old".utf8))
  }

  @Test func aReaderSeesTheOldContentOrTheNew() async throws {
    let path = scratch.file("x")
    let contents = [UInt8(1), 2].map { [UInt8](repeating: $0, count: 100_000) }
    try FileBytes.replace(path, with: contents[0], mode: 0o600)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for round in 0..<20 { try FileBytes.replace(path, with: contents[round % 2], mode: 0o600) }
      }
      group.addTask {
        for _ in 0..<50 {
          let seen = try FileBytes.read(path, bytesMax: 1 << 20)
          #expect(contents.contains(seen))
        }
      }
      try await group.waitForAll()
    }
  }

  @Test func aLockIsHeldByOneAtATime() async throws {
    let (lockPath, path) = (scratch.file("lock"), scratch.file("count"))
    try FileBytes.replace(path, with: [0], mode: 0o600)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          for _ in 0..<10 {
            let lock = try FileLock(lockPath)
            defer { lock.release() }
            let count = try FileBytes.read(path, bytesMax: 1)[0]
            try FileBytes.replace(path, with: [count + 1], mode: 0o600)
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try FileBytes.read(path, bytesMax: 1) == [40])
  }
}
