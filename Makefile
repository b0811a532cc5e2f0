# The two commands of a fresh machine: `make run` and `make test`.

.PHONY: run test

run: ## Builds the pages and the server, and starts a demo with staff, visitors and a table of sign-ins.
	@.ci/check-tools
	@cd web-client && { [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund; } && npm run build
	cargo run --locked -- demo

test: ## Runs every check and test there is; on Debian, as root, it first installs what is missing.
	@tests/run
