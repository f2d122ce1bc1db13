import Authority
import Basics
import NIOCore
import NIOPosix
import SPIFFE
import Synchronization
import TestKit
import WorkloadAPI

/// An authority behind a socket in a directory of its own.
final class Served: Sendable {
  let directory: TemporaryDirectory
  let path: String
  let group: MultiThreadedEventLoopGroup
  let threads: NIOThreadPool
  let issuer: AttestingIssuer
  let server: WorkloadServer
  private let registrations: RegistrationBox

  init(_ domain: TrustDomain, _ registrations: [Registration], _ settings: AuthoritySettings) async throws {
    directory = try TemporaryDirectory()
    path = directory.file("agent.sock")
    group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    threads = NIOThreadPool(numberOfThreads: 1)
    threads.start()
    let box = RegistrationBox(registrations)
    self.registrations = box
    let authority = try Authority(of: domain, path: directory.file("authority.json"), settings)
    issuer = AttestingIssuer(authority, registrations: { box.value })
    server = WorkloadServer(issuer, group: group, threads: threads)
    try await server.listen(path)
  }

  func restart() async throws { try await server.listen(path) }

  func set(_ registrations: [Registration]) {
    self.registrations.value = registrations
    server.refresh()
  }

  func connect() async throws -> WorkloadConnection { try await WorkloadConnection(path, group: group) }

  /// The first answer of a stream, and the stream.
  func first(
    _ connection: WorkloadConnection, _ method: WorkloadMethod
  ) async throws -> ([UInt8], Task<Void, any Error>) {
    let answers = AsyncStream.makeStream(of: [UInt8].self)
    let task = Task<Void, any Error> {
      defer { answers.continuation.finish() }
      try await connection.call(method) { answers.continuation.yield($0) }
    }
    for await answer in answers.stream { return (answer, task) }
    try await task.value
    throw WorkloadClientError.ended
  }

  func take(
    _ count: Int, _ connection: WorkloadConnection, _ method: WorkloadMethod
  ) async throws -> [[UInt8]] {
    let answers = AsyncStream.makeStream(of: [UInt8].self)
    let task = Task<Void, any Error> {
      try await connection.call(method) { answers.continuation.yield($0) }
    }
    var taken: [[UInt8]] = []
    for await answer in answers.stream {
      taken.append(answer)
      if taken.count == count { break }
    }
    task.cancel()
    return taken
  }

  func stop() async {
    await server.close()
    try? await threads.shutdownGracefully()
    try? await group.shutdownGracefully()
  }
}

final class RegistrationBox: Sendable {
  private let box: Mutex<[Registration]>
  init(_ value: [Registration]) { box = Mutex(value) }
  var value: [Registration] {
    get { box.withLock { $0 } }
    set { box.withLock { $0 = newValue } }
  }
}
