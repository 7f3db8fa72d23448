"""Wires pages and API into one application and exposes `server`; nothing else."""

from dashboard import api, shell

app = shell.create()
server = app.server
api.register(server)
# A cold worker whose threads race through Dash's set-up answers 500 for its own scripts; so set up before serving.
server.test_client().get("/nl/")

if __name__ == "__main__":
    app.run(host="127.0.0.1", port=8050)
