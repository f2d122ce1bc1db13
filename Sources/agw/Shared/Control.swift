import ArgumentParser
import Basics
import Console
import Settings

/// The gateway that the configuration describes: running, or as its files are.
struct Control: ParsableArguments {
  @OptionGroup var files: ConfigurationFiles

  @Option(help: "Speak to the server that runs wrapped under this name.")
  var wrapped: String?

  func configuration() throws -> Configuration {
    var configuration = try files.load().configuration
    if let wrapped { configuration.stateDirectory = Wrapping.state(of: wrapped, in: configuration) }
    return configuration
  }

  /// Asks the running gateway; there is no other way to know.
  func get(_ path: String) throws -> JSONValue { try client().get(path) }

  func post(_ path: String, _ body: JSONValue = .object([:])) throws -> JSONValue { try client().post(path, body) }

  /// Asks the running gateway or, if none runs, its files.
  func get(_ path: String, offline: (OfflineState) throws -> JSONValue) throws -> JSONValue {
    try orOffline(offline) { try $0.get(path) }
  }

  func post(_ path: String, _ body: JSONValue, offline: (OfflineState) throws -> JSONValue) throws -> JSONValue {
    try orOffline(offline) { try $0.post(path, body) }
  }

  func get(_ path: String, offline: (OfflineState) async throws -> JSONValue) async throws -> JSONValue {
    let configuration = try configuration()
    do {
      return try ControlClient(stateDirectory: configuration.stateDirectory).get(path)
    } catch ControlClientError.notRunning {
      Self.noteOffline()
      return try await offline(OfflineState(configuration))
    }
  }

  func post(
    _ path: String, _ body: JSONValue, offline: (OfflineState) async throws -> JSONValue
  ) async throws -> JSONValue {
    let configuration = try configuration()
    do {
      return try ControlClient(stateDirectory: configuration.stateDirectory).post(path, body)
    } catch ControlClientError.notRunning {
      Self.noteOffline()
      return try await offline(OfflineState(configuration))
    }
  }

  private static func noteOffline() {
    if Terminal.isError { Terminal.note("no gateway is running; using its files") }
  }

  private func orOffline(
    _ offline: (OfflineState) throws -> JSONValue, _ online: (ControlClient) throws -> JSONValue
  ) throws -> JSONValue {
    let configuration = try configuration()
    do {
      return try online(ControlClient(stateDirectory: configuration.stateDirectory))
    } catch ControlClientError.notRunning {
      Self.noteOffline()
      return try offline(OfflineState(configuration))
    }
  }

  private func client() throws -> ControlClient {
    ControlClient(stateDirectory: try configuration().stateDirectory)
  }
}
