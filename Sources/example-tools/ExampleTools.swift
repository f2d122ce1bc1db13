import Basics
import FoundationEssentials
import NIOCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A harmless MCP tool server to stand behind the gateway on a newcomer's machine.
///
/// `example-tools [--port 8081] [--definitions examples/tools/definitions.json]` serves the defined tools on
/// loopback at every path, in the handshake revisions up to 2025-11-25 and the stateless 2026-07-28.
@main
struct ExampleTools {
  static func main() async throws {
    let options: Options
    do {
      options = try Options(Array(CommandLine.arguments.dropFirst()))
    } catch {
      print("example-tools: \(error)\n\(Options.usage)")
      exit(2)
    }
    do {
      let file = try [UInt8](Data(contentsOf: URL(filePath: options.definitions)))
      let endpoint = Endpoint(tools: try Toolbox(definitions: file))
      let listener = try await Listener.bind(port: options.port, endpoint: endpoint)
      print("example-tools: \(endpoint.toolCount) tools at http://127.0.0.1:\(options.port)/mcp")
      try await listener.closeFuture.get()
    } catch {
      print("example-tools: \(error)")
      exit(1)
    }
  }
}
